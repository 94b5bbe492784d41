// What the benches are to show, beside what they showed.
import { CUTS } from './cuts.mjs';
import { OURS } from './names.mjs';
import { geometricMean } from './statistics.mjs';
import { table, times } from './table.mjs';
import { TITLES, WORKLOADS } from './workloads.mjs';

/** A goal: { text, least? , most?, value }. */
function goalTable(title, goals) {
  const known = goals.filter(({ value }) => Number.isFinite(value));
  if (known.length === 0) return '';
  const rows = known.map(({ text, least, most, value, note = '' }) => [
    text,
    least === undefined ? `<= ${most}` : `>= ${least}`,
    times(value),
    (least === undefined ? value <= most : value >= least) ? 'met' : 'NOT MET',
    note,
  ]);
  return table(['goal', 'wanted', 'measured', '', ''], rows, title);
}

const LEAST_CELL = 0.95;
const PARSE_GOALS = {
  chromium: { '64 KiB': 1.8, '1,400 B': 2.0, 'one event': 1.8, 'one byte': 15 },
  node: { '64 KiB': 3.0, 'one event': 2.0 },
};

export function parseGoals(results) {
  const goals = [];
  for (const [engine, cuts] of Object.entries(PARSE_GOALS)) {
    let worst = { value: Number.POSITIVE_INFINITY };
    for (const cut of Object.keys(CUTS).filter((name) => name in cuts)) {
      const ratios = [];
      for (const workload of WORKLOADS) {
        const time = (name) => results.median([engine, workload, cut, name], 'ns');
        const value = time('eventsource-parser') / time(OURS);
        if (!Number.isFinite(value)) continue;
        ratios.push(value);
        if (value < worst.value) worst = { value, note: `${TITLES[workload]}, ${cut}` };
      }
      const text = `${engine}, ${cut}: eventsource-parser / ours, mean of ${ratios.length}`;
      goals.push({ text, least: cuts[cut], value: geometricMean(ratios) });
    }
    goals.push({ text: `${engine}: the worst cell`, least: LEAST_CELL, ...worst });
  }
  return goalTable('goals of parse', goals);
}

const E2E_WORKLOADS = ['llm', 'ticks', 'lines', 'chinese'];
const CPU_GOALS = {
  native: [8, 34, 4.7, 8],
  eventsource: [15, 70, 3.5, 11],
  'fetch + eventsource-parser': [1.35, 1.35, 2.2, 1.1],
};

export function e2eGoals(results) {
  const cpu = (workload, name) => results.median(['chromium', workload, name], 'main');
  const rate = (workload, name) => results.median(['chromium', workload, name], 'rate');
  const goals = [];
  for (const [name, wanted] of Object.entries(CPU_GOALS)) {
    for (const [i, workload] of E2E_WORKLOADS.entries()) {
      const value = cpu(workload, name) / cpu(workload, OURS);
      goals.push({
        text: `CPU per event, ${TITLES[workload]}: ${name} / ours`,
        least: wanted[i],
        value,
      });
    }
  }
  for (const [workload, least] of [
    ['llm', 0.6],
    ['ticks', 0.45],
  ]) {
    const value = rate(workload, OURS) / rate(workload, 'floor');
    goals.push({ text: `events/s, ${TITLES[workload]}: ours / read and discard`, least, value });
  }
  for (const [name, most] of [
    ['native', 1.25],
    ['floor', 1.15],
  ]) {
    const value = cpu('live', OURS) / cpu('live', name);
    goals.push({ text: `CPU per event, live: ours / ${name}`, most, value });
  }
  return goalTable('goals of e2e (Chromium, main thread)', goals);
}

/** @param {{ text: string, value: number }[]} measured largest over smallest time per unit */
export function growthGoals(measured) {
  return goalTable(
    'goals of growth',
    measured.map((one) => ({ ...one, most: 1.5 })),
  );
}

/** @param {number} ready ms from page start */
export function startGoals(ready) {
  return goalTable('goals of start', [
    { text: 'Chromium: page start to module ready, ms', most: 4, value: ready },
  ]);
}

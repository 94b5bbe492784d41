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

const LEAST_CELL = 1;
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
const PARSER = 'fetch + eventsource-parser';
const CPU_GOALS = {
  native: [8, 34, 4.7, 8],
  eventsource: [15, 70, 3.5, 11],
  [PARSER]: [1, 1, 1, 1],
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
  for (const engine of ['chromium', 'firefox']) {
    for (const [name, most] of [
      [PARSER, 1],
      ['floor', 1.15],
    ]) {
      const time = (source) => results.median([engine, 'live 1,000/s', source], 'main');
      const value = time(OURS) / time(name);
      goals.push({ text: `${engine}: CPU per event, live: ours / ${name}`, most, value });
    }
  }
  for (const workload of E2E_WORKLOADS) {
    const time = (source) => results.median(['webkit', workload, source], 'main');
    for (const name of ['native', PARSER]) {
      const value = time(name) / time(OURS);
      goals.push({ text: `webkit: ${TITLES[workload]}: ${name} / ours`, least: 1, value });
    }
  }
  return goalTable('goals of e2e (Chromium if no other engine is named; main thread)', goals);
}

/** @param {{ text: string, value: number }[]} measured largest over smallest time per unit */
export function growthGoals(measured) {
  return goalTable(
    'goals of growth',
    measured.map((one) => ({ ...one, most: 1.5 })),
  );
}

/** @param {(lane: string) => number} firstEvent in Chromium, ms from page start */
export function startGoals(firstEvent) {
  const goals = [];
  for (const [state, suffix] of [
    ['cold', ''],
    ['warm', ', warm'],
  ]) {
    const value = firstEvent(`inlined${suffix}`) - firstEvent(`native${suffix}`);
    goals.push({ text: `Chromium, ${state}: first event, ms after native's`, most: 1.5, value });
  }
  return goalTable('goals of start', goals);
}

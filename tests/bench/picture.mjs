// Draws the results of e2e as bars, for the README: tests/bench/results.svg.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OURS } from './names.mjs';
import { Results } from './results.mjs';
import { figure } from './table.mjs';

const ENGINE = 'chromium';
const CHARTS = [
  { workload: 'llm', title: 'Events of 204 bytes (LLM JSON)' },
  { workload: 'ticks', title: 'Events of 12 bytes (ticks)' },
];
const SOURCES = {
  eventsource: 'npm eventsource',
  native: 'native EventSource',
  'event-source-polyfill': 'event-source-polyfill',
  'fetch-event-source': '@microsoft/fetch-event-source',
  'fetch + eventsource-parser': 'fetch + eventsource-parser, no events',
  [OURS]: 'eventsource-wasm',
  floor: 'read and discard',
};

const WIDTH = 720;
const LABELS = 280;
const VALUES = 90;
const ROW = 26;
const TITLE = 44;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .bar { fill: #8c959f }
  .ours { fill: #0969da }
  .floor { fill: #d0d7de }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7681 }
    .ours { fill: #4493f8 }
    .floor { fill: #3d444d }
  }`;

function chart({ title, rows }, top) {
  const most = Math.max(...rows.map(({ value }) => value));
  const parts = [`<text class="title" x="0" y="${top + 24}">${title}</text>`];
  rows.forEach(({ label, kind, value }, i) => {
    const y = top + TITLE + i * ROW;
    const width = Math.max(1, (value / most) * (WIDTH - LABELS - VALUES));
    parts.push(
      `<text x="${LABELS - 10}" y="${y + 14}" text-anchor="end">${label}</text>`,
      `<rect class="${kind}" x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="18" rx="3"/>`,
      `<text x="${(LABELS + width + 8).toFixed(1)}" y="${y + 14}">${figure(value)} ns</text>`,
    );
  });
  return parts;
}

/** @throws when the e2e section has not been run in Chromium */
export function draw() {
  const results = new Results('e2e');
  const parts = [];
  let top = 0;
  for (const { workload, title } of CHARTS) {
    const rows = Object.entries(SOURCES)
      .map(([name, label]) => ({
        label,
        kind: name === OURS ? 'ours' : name === 'floor' ? 'floor' : 'bar',
        value: results.median([ENGINE, workload, name], 'main'),
      }))
      .filter(({ value }) => value > 0)
      .sort((a, b) => b.value - a.value);
    if (rows.length === 0)
      throw new Error('no figures yet: npm run bench -- e2e --engine chromium');
    parts.push(...chart({ title, rows }, top));
    top += TITLE + rows.length * ROW + 12;
  }
  const description =
    'Processor time of the page’s main thread per event, in Chromium; shorter is better';
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + 24}" role="img" aria-label="${description}">`,
    `<style>${STYLE}</style>`,
    ...parts,
    `<text x="0" y="${top + 14}">${description}.</text>`,
    '</svg>',
  ];
  const file = fileURLToPath(new URL('results.svg', import.meta.url));
  writeFileSync(file, `${svg.join('\n')}\n`);
  console.log(`drawn: ${file}`);
}

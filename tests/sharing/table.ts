import type { Result, Row } from './play.ts';

type Column = [title: string, value: (row: Row) => string | number];

const columns: Column[] = [
  ['change', ({ change }) => change],
  ['times', ({ times }) => times],
  ['events', ({ events }) => events],
  ['compared', ({ compared }) => compared],
  ['lost', ({ lost }) => lost],
  ['doubled', ({ doubled }) => doubled],
  ["another's", ({ foreign }) => foreign],
  ['connections', ({ most }) => most],
  ['meanwhile', ({ mostMeanwhile }) => mostMeanwhile],
  ['settled, ms', ({ settled }) => settled.toFixed()],
];

/** A table in Markdown, with the sum of all rows. */
export function tableOf(title: string, { rows }: Result): string {
  const lines = [...rows, sumOf(rows)].map((row) => columns.map(([, value]) => String(value(row))));
  const heads = columns.map(([head]) => head);
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...lines.map((line) => line[i].length)),
  );
  const pad = (cells: string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [title, '', pad(heads), rule, ...lines.map(pad)].join('\n');
}

function sumOf(rows: Row[]): Row {
  const sum = (name: keyof Row) => rows.reduce((total, row) => total + Number(row[name]), 0);
  const most = (name: keyof Row) => Math.max(...rows.map((row) => Number(row[name])));
  return {
    change: 'all',
    times: sum('times'),
    events: sum('events'),
    compared: sum('compared'),
    lost: sum('lost'),
    doubled: sum('doubled'),
    foreign: sum('foreign'),
    most: most('most'),
    mostMeanwhile: most('mostMeanwhile'),
    settled: most('settled'),
  };
}

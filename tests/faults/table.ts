import type { Path } from './network.ts';
import type { Received } from './receive.ts';

export interface Row extends Received {
  engine: string;
  path: Path;
}

const list = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

/** What was received over which faults, as a Markdown table. */
export function faultsTable(rows: Row[]): string {
  const head = '| client | way | events | lost or doubled | faults | error events | s |';
  const lines = rows.map(({ engine, path, events, wrong, failures, took }) =>
    [
      '',
      engine,
      path.name,
      events.toLocaleString('en'),
      wrong || '0',
      `${path.faultCount}: ${list(path.faults)}`,
      list(failures),
      (took / 1000).toFixed(1),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return [head, '| --- | --- | ---: | ---: | --- | --- | ---: |', ...lines].join('\n');
}

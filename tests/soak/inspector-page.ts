// What a page with the inspector open does while a stream comes, in any browser, or the same page without it.
import { inspect } from '../../web/inspector.ts';
import { Parts } from './parts.ts';
import { Ticks } from './ticks.ts';

export interface PartReport {
  /** The longest time from one of the page's timers to the next, ms; undefined where tasks are traced. */
  longestGap: number | undefined;
  /** After the part, bytes: the heap after a collection, where the page can ask for both. */
  heap: number | undefined;
  /** All memory of the browser's processes, where the system tells it. */
  resident: number | undefined;
}

export interface InspectorReport {
  events: number;
  wrong: number;
  /** Why connections were lost on the way. */
  failures: string[];
  /** As the inspector counts; 0 without it. */
  inspected: number;
  parts: PartReport[];
}

interface Args {
  isInspected: boolean;
  /** Paths of the parts, one after the other. */
  paths: string[];
  /** Events of each. */
  count: number;
  /** Whether tasks are traced, with the path as their phase. */
  isTraced: boolean;
}

const { gc, performance: clock } = globalThis as unknown as {
  gc?: () => void;
  performance: { memory?: { usedJSHeapSize: number } };
};

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the page does for itself ends meanwhile, and in browsers without gc() most collections. */
const kPause = 2000;

async function memory(): Promise<Pick<PartReport, 'heap' | 'resident'>> {
  await wait(kPause);
  gc?.();
  await wait(50);
  const { resident } = await (await fetch('/memory')).json();
  return { heap: gc && clock.memory?.usedJSHeapSize, resident };
}

async function receive({ isInspected, paths, count, isTraced }: Args): Promise<InspectorReport> {
  const parts = new Parts();
  const inspection = isInspected ? inspect(parts.source) : undefined;
  const reports: PartReport[] = [];
  for (const path of paths) {
    performance.mark(path);
    const ticks = isTraced ? undefined : new Ticks(); // whose tasks would fill the trace
    await parts.receive(count, path);
    await wait(300); // until the last of it has been drawn
    const longestGap = ticks?.end();
    performance.mark('pause');
    reports.push({ longestGap, ...(await memory()) });
  }
  parts.source.close();
  const { events, wrong, failures } = parts;
  const inspected = inspection?.toJSON().events ?? 0;
  return { events, wrong, failures, inspected, parts: reports };
}

const [, args] = (globalThis as unknown as { soak: [string, Args] }).soak;
const report = await receive(args).catch((error) => ({ error: String(error?.stack ?? error) }));
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });

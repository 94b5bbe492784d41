import { startProgram } from '../support/browser-process.ts';
import { browserProgram } from '../support/browser-programs.ts';
import { connectDevTools } from '../support/devtools-pipe.ts';
import { newProfile, type TestCertificate, unthrottledSwitches } from '../support/open-browser.ts';
import type { Task } from './tasks.ts';

/** ms; others are not worth a look. */
const kShortest = 5;

export interface TracedChromium {
  /** The tasks over 5 ms of all pages. Ends the trace. */
  tasks(): Promise<Task[]>;
  stop(): Promise<void>;
}

interface Outcome {
  stream: string;
  data: string;
  eof: boolean;
}

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** µs, as the durations. */
  ts: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

const kCategories = [
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'blink.user_timing',
  'v8',
  'disabled-by-default-v8.gc',
];

/** What the browser does to free memory, as the trace calls it. */
const kCollections = new Set(['MinorGC', 'MajorGC', 'V8.GCPhantomHandleProcessingCallback']);

/** Opens a URL in Chromium, and traces the tasks of pages. What the network does it is not told. */
export async function openTracedChromium(
  url: string,
  trusted: TestCertificate,
  switches: string[],
): Promise<TracedChromium> {
  const profile = newProfile('chromium');
  const { program, stop } = startProgram(
    browserProgram('chromium'),
    [
      ...unthrottledSwitches(profile.folder, { trusted, switches }),
      '--remote-debugging-pipe',
      'about:blank',
    ],
    { pipes: 2 },
  );
  const devTools = connectDevTools<Outcome>(program);
  const browser = devTools.session();
  await browser('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: kCategories, excludedCategories: ['*'] },
  });
  await browser('Target.createTarget', { url });
  return {
    async tasks() {
      const complete = devTools.next('Tracing.tracingComplete');
      await browser('Tracing.end');
      const { stream: handle } = await complete;
      let text = '';
      for (let isOver = false; !isOver; ) {
        const { data, eof } = await browser('IO.read', { handle });
        text += data;
        isOver = eof;
      }
      return tasksOf(JSON.parse(text).traceEvents);
    },
    async stop() {
      await stop();
      profile.forget();
    },
  };
}

const endOf = ({ ts, dur = 0 }: TraceEvent) => ts + dur;

function tasksOf(events: TraceEvent[]): Task[] {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const inOrder = events
    .filter(({ pid, tid }) => threads.has(`${pid} ${tid}`))
    .sort((one, other) => one.ts - other.ts);
  const marks = inOrder.filter(({ cat }) => cat.includes('blink.user_timing'));
  const collections = inOrder.filter(({ name, dur }) => kCollections.has(name) && dur);
  return inOrder
    .filter(({ name, dur = 0 }) => name === 'RunTask' && dur > kShortest * 1000)
    .map((task) => {
      const { pid, ts, dur = 0, tdur = 0 } = task;
      let end = ts;
      let collecting = 0;
      for (const one of collections) {
        // Not those within others.
        if (one.pid !== pid || one.ts < end || endOf(one) > endOf(task)) continue;
        collecting += one.tdur ?? 0;
        end = endOf(one);
      }
      return {
        took: dur / 1000,
        used: tdur / 1000,
        own: (tdur - collecting) / 1000,
        phase: marks.findLast((mark) => mark.pid === pid && mark.ts <= ts)?.name ?? '',
      };
    });
}

import { startProgram } from '../support/browser-process.ts';
import { browserProgram } from '../support/browser-programs.ts';
import { connectDevTools } from '../support/devtools-pipe.ts';
import {
  chromiumSwitches,
  newProfile,
  type TestCertificate,
  unthrottled,
} from '../support/open-browser.ts';
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

const kCategories = ['disabled-by-default-devtools.timeline', 'blink.user_timing'];

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
      ...chromiumSwitches(profile.folder),
      ...unthrottled,
      ...switches,
      `--ignore-certificate-errors-spki-list=${trusted.publicKeyHash}`,
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

function tasksOf(events: TraceEvent[]): Task[] {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const marks = events
    .filter(({ cat }) => cat.includes('blink.user_timing'))
    .sort((one, other) => one.ts - other.ts);
  const phaseOf = (ts: number) => marks.findLast((mark) => mark.ts <= ts)?.name ?? '';
  return events
    .filter(
      ({ name, pid, tid, dur }) =>
        name === 'RunTask' && threads.has(`${pid} ${tid}`) && (dur as number) > kShortest * 1000,
    )
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      took: dur / 1000,
      used: tdur / 1000,
      phase: phaseOf(ts),
    }));
}

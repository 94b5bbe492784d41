// What a source does, in the browser's own profiler: a track of its own in Chromium's Performance
// panel, marks elsewhere.
// https://developer.chrome.com/docs/devtools/performance/extension

import { begin } from './formats.ts';
import type { Recording, State } from './recording.ts';

const kGroup = 'EventSource';

type Colour = 'primary' | 'secondary' | 'tertiary' | 'warning' | 'error';

const kColours: Record<State, Colour> = {
  connecting: 'secondary',
  open: 'primary',
  waiting: 'error',
  paused: 'secondary',
  closed: 'error',
};

type TimeStamp = (
  label: string,
  start: number,
  end: number,
  track: string,
  group: string,
  colour: Colour,
) => void;

/** Nothing says whether an engine takes more than a label, and one that does not shows marks. */
const hasTracks = () => /Chrom(?:e|ium)\//.test(globalThis.navigator?.userAgent ?? '');

export class PerformanceTrack {
  readonly #name: string;
  readonly #hasTracks = hasTracks();
  #state: State | undefined;
  #label = '';
  #since = 0;
  // Events of one time are of one chunk, and stand as one.
  #eventTime = 0;
  #eventType = '';
  #events = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** The recording may have entered another state. */
  enter({ spans }: Recording): void {
    const span = spans.at(-1);
    if (!span || (span.state === this.#state && span.from === this.#since)) return;
    this.#flush();
    this.#endState(span.from);
    this.#state = span.state;
    this.#since = span.from;
    this.#label = span.reason === undefined ? span.state : `${span.state}: ${span.reason}`;
    if (!this.#hasTracks) this.#mark(this.#label, span.from);
    else if (span.state === 'closed') this.#show(this.#label, span.from, span.from, 'error');
  }

  event(time: number, type: string): void {
    if (time !== this.#eventTime) this.#flush();
    if (this.#events === 0) queueMicrotask(this.#flush);
    this.#eventTime = time;
    this.#eventType = this.#events === 0 || type === this.#eventType ? type : '';
    this.#events++;
  }

  end(): void {
    this.#flush();
    this.#endState(performance.now());
    this.#state = undefined;
  }

  readonly #flush = (): void => {
    if (this.#events === 0) return;
    const type = begin(this.#eventType) || 'events';
    const label = this.#events === 1 ? type : `${this.#events} × ${type}`;
    this.#events = 0;
    if (this.#hasTracks)
      this.#show(label, this.#eventTime, performance.now(), 'tertiary', ' events');
    else this.#mark(label, this.#eventTime);
  };

  #endState(time: number): void {
    if (this.#state === undefined || this.#state === 'closed' || !this.#hasTracks) return;
    this.#show(this.#label, this.#since, time, kColours[this.#state]);
  }

  #show(label: string, start: number, end: number, colour: Colour, suffix = ''): void {
    const timeStamp = console.timeStamp as unknown as TimeStamp;
    timeStamp.call(console, label, start, end, this.#name + suffix, kGroup, colour);
  }

  /** Observers and profilers see it; a long stream would fill the page's own list. */
  #mark(label: string, startTime: number): void {
    const name = `${this.#name}: ${label}`;
    performance.mark(name, { startTime });
    performance.clearMarks(name);
  }
}

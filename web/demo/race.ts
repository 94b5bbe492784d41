// The race: four ways to receive the same stream, one after the other, in laps. What each costs the
// page's main thread is shown as bars.

import { MainThreadMeter } from './main-thread-meter.ts';
import { pageElement } from './page-element.ts';
import { type Contestant, contestants, kOurs } from './race-contestants.ts';

const kLaps = 3;
const kCalibration = 250; // ms

/** So many events, all at once, or so many a second. `?events=` gives other numbers. */
const parameters = new URLSearchParams(location.search);
const events = Number(parameters.get('events')) || 60_000;
const kCourses = {
  full: { events, rate: 0 },
  live: { events: Math.ceil(events / 20), rate: 2000 },
} as const;

type CourseName = keyof typeof kCourses;

const microseconds = (value: number) =>
  `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} µs`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1];
}

/** Not always the same one first, when everything is cold. */
function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, key: Math.random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ value }) => value);
}

/** Receives a stream whole. */
function consume({ open }: Contestant, { events: count, rate }: { events: number; rate: number }) {
  return new Promise<void>((resolve) => {
    let received = 0;
    const close = open(`/race/events?events=${count}&rate=${rate}`, () => {
      if (++received < count) return;
      // Not within the callback: some do not bear it.
      queueMicrotask(() => close());
      resolve();
    });
  });
}

/** The bars of one course. */
class Board {
  readonly #list: HTMLElement;
  readonly #verdict: HTMLElement;
  readonly #rows = new Map<string, { bar: HTMLElement; value: HTMLElement }>();

  constructor(name: CourseName) {
    this.#list = pageElement(`${name}-bars`);
    this.#verdict = pageElement(`${name}-verdict`);
    for (const contestant of contestants) {
      const title = document.createElement('dt');
      const value = document.createElement('dd');
      const track = document.createElement('dd');
      const bar = document.createElement('div');
      title.textContent = contestant.name;
      value.textContent = 'waits';
      bar.className = contestant.name === kOurs ? 'bar ours' : 'bar';
      track.append(bar);
      track.className = 'track';
      track.ariaHidden = 'true'; // the value says it
      const row = document.createElement('div');
      row.append(title, value, track);
      this.#list.append(row);
      this.#rows.set(contestant.name, { bar, value });
    }
  }

  running(name: string, lap: number): void {
    const row = this.#rows.get(name);
    if (row) row.value.textContent = `lap ${lap} of ${kLaps}…`;
  }

  /** @param costs µs an event, of those that have run */
  show(costs: ReadonlyMap<string, number>): void {
    const most = Math.max(...costs.values());
    for (const [name, cost] of costs) {
      const row = this.#rows.get(name);
      if (!row) continue;
      row.value.textContent = microseconds(cost);
      row.bar.style.width = `${Math.max(0.5, (cost / most) * 100)}%`;
    }
  }

  conclude(costs: ReadonlyMap<string, number>): void {
    const ours = costs.get(kOurs) as number;
    const others = [...costs].filter(([name]) => name !== kOurs);
    const parts = others.map(([name, cost]) => {
      // So little of a short race that what else the computer did hides it.
      if (cost === 0 || ours === 0) return `${name}: not to be told this time`;
      const times = cost / ours;
      const words = times >= 1 ? times.toFixed(1) : times.toFixed(2);
      return `${name}: ${words} times as much`;
    });
    const faster = others.filter(([, cost]) => cost < ours).map(([name]) => name);
    const start =
      faster.length === 0
        ? `${kOurs} took the least.`
        : `${kOurs} took more than ${faster.join(' and ')}.`;
    this.#verdict.textContent = `${start} Compared with it, ${parts.join('; ')}.`;
    this.#verdict.dataset.done = 'true';
  }
}

const boards = { full: new Board('full'), live: new Board('live') };
const meter = new MainThreadMeter();
const startButton = pageElement<HTMLButtonElement>('start');

async function run(name: CourseName): Promise<void> {
  const course = kCourses[name];
  const board = boards[name];
  const laps = new Map<string, number[]>(contestants.map((contestant) => [contestant.name, []]));
  const costs = () =>
    new Map([...laps].filter(([, all]) => all.length > 0).map(([key, all]) => [key, median(all)]));
  for (let lap = 1; lap <= kLaps; lap++) {
    for (const contestant of shuffled(contestants)) {
      board.running(contestant.name, lap);
      await meter.calibrate(kCalibration);
      const milliseconds = await meter.measure(() => consume(contestant, course));
      laps.get(contestant.name)?.push((milliseconds * 1000) / course.events);
      board.show(costs());
    }
  }
  board.conclude(costs());
}

startButton.addEventListener('click', async () => {
  startButton.disabled = true;
  const status = pageElement('status');
  status.textContent = 'The race is on.';
  await run('full');
  await run('live');
  status.textContent = 'The race is over.';
  startButton.disabled = false;
});

pageElement('full-events').textContent = kCourses.full.events.toLocaleString('en');
pageElement('live-events').textContent = kCourses.live.events.toLocaleString('en');

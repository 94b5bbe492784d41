// Connections, waits, failures and how many events came, over the last minutes.

import { create } from './dom.ts';
import { duration, timeOfDay } from './formats.ts';
import { kSlot } from './rates.ts';
import type { Recording, Span, State } from './recording.ts';

/** px, as in the style sheet. */
const kHeight = 80;
const kBarTop = 60; // of the band that shows states
const kBarHeight = 12;
const kTicks = [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000];

type Colours = Record<State | 'events' | 'line' | 'ink' | 'failure', string>;

const kColourNames: (keyof Colours)[] = [
  'connecting',
  'open',
  'waiting',
  'paused',
  'closed',
  'events',
  'line',
  'ink',
  'failure',
];

export class TimeLine {
  /** To be put into the page. */
  readonly element = create('canvas', {
    class: 'time-line',
    role: 'img',
    'aria-label': 'Time line',
  });
  /** ms that are shown. */
  range = 60_000;
  readonly #context = this.element.getContext('2d');
  #colours: Colours | undefined;
  #label = '';

  /** Reads the colours anew, which a change between light and dark asks for. */
  forgetColours(): void {
    this.#colours = undefined;
  }

  render(recording: Recording, now: number): void {
    const context = this.#context;
    const width = this.element.clientWidth;
    if (!context || width === 0) return;
    const scale = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * scale), Math.round(kHeight * scale)];
    if (this.element.width !== wide || this.element.height !== high) {
      this.element.width = wide;
      this.element.height = high;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, kHeight);
    const from = now - this.range;
    const toX = (time: number) => ((time - from) / this.range) * width;
    const colours = this.#readColours();
    this.#drawTicks(context, colours, now, toX, width);
    drawEvents(context, colours, recording, from, now, toX);
    for (const span of recording.spans) drawSpan(context, colours, span, now, toX);
    drawReasons(context, colours, recording, toX, width);
    this.#describe(recording, from, now);
  }

  #drawTicks(
    context: CanvasRenderingContext2D,
    colours: Colours,
    now: number,
    toX: (time: number) => number,
    width: number,
  ): void {
    const step = kTicks.find((tick) => (tick / this.range) * width >= 70) ?? this.range;
    context.fillStyle = colours.line;
    context.font = '10px system-ui, sans-serif';
    for (let age = step; age < this.range; age += step) {
      const x = Math.round(toX(now - age));
      context.fillStyle = colours.line;
      context.fillRect(x, 0, 1, kBarTop + kBarHeight);
      context.fillStyle = colours.ink;
      if (x > 4) context.fillText(`−${shortAge(age)}`, x + 3, 9);
    }
  }

  /** For those who do not see it. Seldom changes while a stream is as it should be. */
  #describe(recording: Recording, from: number, now: number): void {
    const failures = recording.spans.filter((span) => span.reason && span.from >= from);
    const parts = [`Time line of the last ${duration(this.range)}.`, `Now ${recording.state}.`];
    for (const { reason, from: time } of failures.slice(-5)) {
      parts.push(`${timeOfDay(time)}: ${reason}.`);
    }
    const { lastEventTime } = recording;
    if (lastEventTime !== undefined && now - lastEventTime > this.range) parts.push('No events.');
    const label = parts.join(' ');
    if (label === this.#label) return;
    this.#label = label;
    this.element.setAttribute('aria-label', label);
  }

  #readColours(): Colours {
    if (!this.#colours) {
      const style = getComputedStyle(this.element);
      const entries = kColourNames.map((name) => [
        name,
        style.getPropertyValue(`--${name}`).trim(),
      ]);
      this.#colours = Object.fromEntries(entries) as Colours;
    }
    return this.#colours;
  }
}

const shortAge = (age: number) => (age % 60_000 === 0 ? `${age / 60_000} min` : `${age / 1000} s`);

/** As columns, on a scale by the square root: a single one is seen beside thousands. */
function drawEvents(
  context: CanvasRenderingContext2D,
  colours: Colours,
  { rates }: Recording,
  from: number,
  now: number,
  toX: (time: number) => number,
): void {
  const first = Math.max(0, Math.floor(from / kSlot));
  const last = Math.floor(now / kSlot);
  const width = toX(kSlot) - toX(0);
  // At least 2 px wide each.
  const slots = Math.max(1, Math.ceil(2 / width));
  const start = Math.floor(first / slots) * slots;
  const sums: number[] = [];
  for (let slot = start; slot <= last; slot += slots) {
    let sum = 0;
    for (let i = 0; i < slots; i++) sum += rates.eventsIn(slot + i);
    sums.push(sum);
  }
  const most = Math.max(1, ...sums);
  context.fillStyle = colours.events;
  for (const [index, sum] of sums.entries()) {
    if (sum === 0) continue;
    const height = Math.max(2, Math.sqrt(sum / most) * (kBarTop - 32));
    const x = toX((start + index * slots) * kSlot);
    context.fillRect(x, kBarTop - 2 - height, Math.max(1, width * slots - 0.5), height);
  }
}

function drawSpan(
  context: CanvasRenderingContext2D,
  colours: Colours,
  { state, from, to }: Span,
  now: number,
  toX: (time: number) => number,
): void {
  const left = Math.max(0, toX(from));
  const right = toX(to ?? now);
  if (right < 0) return;
  context.fillStyle = colours[state];
  // States differ in height, too, not in colour alone.
  const inset = state === 'open' ? 0 : state === 'closed' ? 5 : 3;
  context.fillRect(left, kBarTop + inset, Math.max(1.5, right - left), kBarHeight - 2 * inset);
}

/** Why connections failed, as far as the texts do not overlap. */
function drawReasons(
  context: CanvasRenderingContext2D,
  colours: Colours,
  { spans }: Recording,
  toX: (time: number) => number,
  width: number,
): void {
  context.font = '10px system-ui, sans-serif';
  let free = width;
  for (const { reason, from } of [...spans].reverse()) {
    const x = toX(from);
    if (x < 0) break;
    if (reason === undefined) continue;
    context.fillStyle = colours.failure;
    context.fillRect(x - 0.75, 15, 1.5, kBarTop + kBarHeight - 15);
    const textWidth = context.measureText(reason).width;
    const left = Math.min(x + 3, width - textWidth - 2);
    if (left + textWidth + 4 > free) continue;
    context.fillText(reason, left, 24);
    free = Math.min(x, left);
  }
}

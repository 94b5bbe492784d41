import uPlot from 'uplot';

import { pageElement } from './page-element.ts';

// Seconds that the chart shows.
const kWindow = 60;
const kHeight = 190;
// ms between two frames: the line moves by a few pixels a second.
const kFrameTime = 50;

/** The readings of the last minute; replayed ones are drawn over in the colour of the tint. */
export class NumberChart {
  readonly #target = pageElement('chart');
  readonly #number = pageElement('number');
  readonly #plot: uPlot;
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #colours: Record<string, string> = {};
  #times: number[] = [];
  #values: number[] = [];
  #replayed: (number | null)[] = [];
  // Server's clock minus this page's, ms: the two may be different machines.
  #clockOffset = 0;
  #lastFrame = 0;

  constructor() {
    this.#readColours();
    this.#plot = new uPlot(this.#options(), [[], [], []], this.#target);
    new ResizeObserver(() => {
      this.#plot.setSize({ width: this.#target.clientWidth, height: kHeight });
    }).observe(this.#target);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.#readColours();
      this.#draw();
    });
    requestAnimationFrame(this.#step);
  }

  /** @param time the server's clock, ms since 1970 */
  add(time: number, value: number, isReplay: boolean): void {
    if (!isReplay) this.#clockOffset = time - Date.now();
    this.#number.textContent = `${value.toFixed(1)} cm`;
    // The first replayed reading joins the line to the last live one.
    if (isReplay && this.#replayed.at(-1) === null) {
      this.#replayed[this.#replayed.length - 1] = this.#values.at(-1) ?? null;
    }
    this.#times.push(time / 1000);
    this.#values.push(value);
    this.#replayed.push(isReplay ? value : null);
    while (this.#times[1] < this.#now() - kWindow) {
      this.#times.shift();
      this.#values.shift();
      this.#replayed.shift();
    }
    if (this.#stillness.matches) this.#draw();
  }

  #now(): number {
    return (Date.now() + this.#clockOffset) / 1000;
  }

  #step = (frame: number): void => {
    if (!this.#stillness.matches && frame - this.#lastFrame >= kFrameTime) {
      this.#lastFrame = frame;
      this.#draw();
    }
    requestAnimationFrame(this.#step);
  };

  #draw(): void {
    this.#plot.setData([this.#times, this.#values, this.#replayed]);
  }

  #readColours(): void {
    const style = getComputedStyle(this.#target);
    for (const name of ['ink-soft', 'line', 'accent', 'accent-wash', 'tint-ink']) {
      this.#colours[name] = style.getPropertyValue(`--${name}`);
    }
  }

  #options(): uPlot.Options {
    const axis: uPlot.Axis = {
      stroke: () => this.#colours['ink-soft'],
      grid: { stroke: () => this.#colours.line, width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    return {
      width: this.#target.clientWidth,
      height: kHeight,
      padding: [8, 18, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [this.#now() - kWindow, this.#now()] },
        y: { range: [20, 100] },
      },
      axes: [
        {
          ...axis,
          size: 32,
          gap: 8,
          splits: () => [60, 40, 20, 0].map((age) => this.#now() - age),
          values: (_plot, splits) =>
            splits.map((_, index) => ['60 s ago', '40 s', '20 s', 'now'][index]),
        },
        { ...axis, size: 36, splits: [20, 40, 60, 80, 100] },
      ],
      series: [
        {},
        {
          stroke: () => this.#colours.accent,
          fill: () => this.#colours['accent-wash'],
          width: 2,
          points: { show: false },
        },
        {
          stroke: () => this.#colours['tint-ink'],
          width: 3,
          points: { show: false },
        },
      ],
    };
  }
}

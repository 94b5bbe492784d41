// What the stream has to say: texts, letter by letter, and beside them the readings of a gauge.

import { texts } from './texts.mjs';

export class Programme {
  #intervals;
  #emit;
  #letterTimer;
  #numberTimer;
  #textIndex = 0;
  #letters = [];
  #letterIndex = 0;

  /**
   * @param {object} intervals all in ms
   * @param {number} intervals.letterInterval between two letters
   * @param {number} intervals.numberInterval between two readings
   * @param {number} intervals.textPause between the end of a text and the next one
   * @param {(type: string, data: unknown) => void} emit called for each event
   */
  constructor(intervals, emit) {
    this.#intervals = intervals;
    this.#emit = emit;
  }

  /** Goes on where it was stopped. */
  start() {
    if (this.#numberTimer) return;
    this.#numberTimer = setInterval(() => this.#sendNumber(), this.#intervals.numberInterval);
    this.#sendNumber();
    this.#sendLetter();
  }

  stop() {
    clearInterval(this.#numberTimer);
    clearTimeout(this.#letterTimer);
    this.#numberTimer = undefined;
  }

  #sendLetter() {
    if (this.#letterIndex === 0) this.#beginText();
    this.#emit('lol', this.#letters[this.#letterIndex++]);
    const { letterInterval, textPause } = this.#intervals;
    const isEnd = this.#letterIndex === this.#letters.length;
    if (isEnd) this.#letterIndex = 0;
    this.#letterTimer = setTimeout(() => this.#sendLetter(), isEnd ? textPause : letterInterval);
  }

  #beginText() {
    const { title, body } = texts[this.#textIndex++ % texts.length];
    // By code point: half an emoji would be no letter.
    this.#letters = Array.from(body);
    this.#emit('text', { title, letters: this.#letters.length });
  }

  #sendNumber() {
    const time = Date.now();
    this.#emit('number', { time, value: gauge(time) });
  }
}

// A made-up tide gauge, in centimetres: a slow swell, two quicker waves, and a little noise.
function gauge(time) {
  const seconds = time / 1000;
  const swell = 18 * Math.sin(seconds / 9);
  const waves = 7 * Math.sin(seconds / 1.9) + 4 * Math.sin(seconds / 0.83);
  return Number((60 + swell + waves + 2 * (Math.random() - 0.5)).toFixed(1));
}

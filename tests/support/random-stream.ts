/**
 * Seeded random event streams full of edge cases: almost right field names, all line ends, broken
 * UTF-8, NUL, byte order marks, and lengths around the sizes at which the parser takes another path.
 */

/** The types that random streams use often. */
export const randomTypes = ['message', 'x', 'price', '\u4e2d', 'a-type-longer-than-eight-bytes'];

// Strings of bytes: one character below U+0100 for each.
const values = [
  '',
  ' ',
  '  ',
  'a',
  ' a',
  ':',
  '0',
  '1000',
  '99999999999',
  'message',
  'x',
  'price',
  'a-type-longer-than-eight-bytes',
  '\xe4\xb8\xad',
  '\xf0\x9f\x98\x80',
  '\xc3\xa4',
  '\xef\xbb\xbf',
  '\xef\xbf\xbd',
  '\xff',
  '\x80',
  '\xe4\xb8',
  '\xf0\x9f\x98',
  '\xed\xa0\x80',
  '\0',
  'data:',
];
const names = [
  'data',
  'data',
  'data',
  'event',
  'id',
  'retry',
  '',
  'dat',
  'Data',
  'ids',
  'foo',
  ' data',
];
const colons = [':', ':', ': ', ': ', ':  ', '', '::', ' :'];
const lineEnds = ['\n', '\n', '\r\n', '\r'];
const lengths = [7, 8, 9, 23, 24, 25, 63, 64, 65, 1000, 1023, 1024, 1025, 8180, 8192, 8200, 20000];
// Not within CRLF, nor is that two ends of lines.
const blockEnd = /(?:\r\n|\r(?!\n)|\n){2}/g;
const chunkSizes = [1, 2, 3, 8, 24, 25, 64, 100, 1500, 20000];

export class RandomStream {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number in [0, limit). */
  below(limit: number): number {
    // xorshift after a Weyl step: every seed has its own sequence, small ones too.
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) % limit;
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** A stream of `pieces` random pieces. */
  stream(pieces: number): Uint8Array<ArrayBuffer> {
    let bytes = this.below(8) === 0 ? '\xef\xbb\xbf' : '';
    for (let i = 0; i < pieces; i++) bytes += this.#piece();
    if (this.below(4) === 0) bytes = bytes.slice(0, this.below(bytes.length + 1));
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  }

  /** The stream in chunks of random sizes, some of them empty. */
  cut(stream: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
    const largest = this.oneOf(chunkSizes);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for (let start = 0; start < stream.length; ) {
      const end = Math.min(start + this.below(largest + 1), stream.length);
      chunks.push(stream.slice(start, end));
      start = end;
    }
    return chunks;
  }

  /**
   * In chunks each of which ends with a block, but for the last. A byte order mark within the stream would
   * be one at the start of another after reset(), so the stream that is returned has none.
   */
  cutBetweenBlocks(stream: Uint8Array<ArrayBuffer>) {
    const text = Array.from(stream, (byte) => String.fromCharCode(byte)).join('');
    const plain = text.replaceAll('\xef\xbb\xbf', '');
    const bytes = Uint8Array.from(plain, (byte) => byte.charCodeAt(0));
    const ends = Array.from(plain.matchAll(blockEnd), ({ index, 0: { length } }) => index + length);
    const cuts = [0, ...ends.filter(() => this.below(2) === 0), bytes.length];
    const chunks = cuts.slice(1).map((end, i) => bytes.slice(cuts[i], end));
    return { stream: bytes, chunks };
  }

  #value(): string {
    switch (this.below(10)) {
      case 0:
        // Mostly short ones: long values are for the sake of regions and buffers.
        return 'v'.repeat(lengths[this.below(this.below(lengths.length) + 1)]);
      case 1: {
        let text = '';
        for (let n = this.below(this.below(20) === 0 ? 2000 : 20); n > 0; n--)
          text += this.oneOf(values);
        return text;
      }
      case 2: {
        // A run of one character, as text in one script has it, with at most one byte changed.
        const character = this.oneOf(['\xc3\xa4', '\xe4\xb8\xad', '\xf0\x9f\x98\x80']);
        const run = character.repeat(1 + this.below(40));
        if (this.below(2) === 0) return run;
        const at = this.below(run.length);
        return run.slice(0, at) + String.fromCharCode(0x80 | this.below(128)) + run.slice(at + 1);
      }
      default:
        return this.oneOf(values);
    }
  }

  #line(start: string): string {
    return start + this.#value() + this.oneOf(lineEnds);
  }

  #piece(): string {
    switch (this.below(12)) {
      case 0:
        return '\r'.repeat(this.below(4)) + '\n'.repeat(this.below(4));
      case 1:
        return this.#line(':');
      case 2:
        return this.#line('id:');
      case 3:
        return this.#line('event:');
      case 4: {
        // A run of small events, or of lines of one event.
        const line = this.#line('data:') + (this.below(3) === 0 ? '' : this.oneOf(lineEnds));
        return line.repeat(this.below(line.length > 100 ? 4 : 40));
      }
      case 5:
      case 6:
      case 7:
        return this.oneOf(lineEnds) + this.oneOf(lineEnds);
      default:
        return this.#line(this.oneOf(names) + this.oneOf(colons));
    }
  }
}

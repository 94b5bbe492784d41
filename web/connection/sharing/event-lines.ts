// Finds where events end in the bytes of a stream, and their IDs. HTML 9.2.5 and 9.2.6.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

const kLineFeed = 0x0a;
const kCarriageReturn = 0x0d;
const kSpace = 0x20;
const kColon = 0x3a;
const kI = 0x69;
const kD = 0x64;
const kR = 0x72;

// An end of line that is near is found sooner without a call.
const kNear = 16;
const kShortId = 24; // bytes

// A BOM is part of an ID, and the parser replaces what is no UTF-8, too.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads lines one after the other, from `position` on. */
export class EventLines {
  /** Of the line that comes next. */
  position = 0;
  #searched = 0; // up to here, no line ends behind `position`
  /** Behind the last place at which no event was under way. */
  boundary = 0;
  /** Whether the line before ended with a CR, to which an LF may belong. */
  #isAfterCarriageReturn = false;
  #hasFields = false; // of an event that is under way
  #hasId = false;
  #pendingStart = 0; // of the value of the latest `id` field
  #pendingEnd = 0;
  /** The latest `retry` field. */
  retry: string | undefined;
  #hasFoundId = false;
  #foundStart = 0;
  #foundEnd = 0;

  /** Takes note that `count` bytes in front have been dropped. All of them have been read. */
  shift(count: number): void {
    this.position -= count;
    this.#searched -= count;
    this.boundary -= count;
    this.#pendingStart -= count;
    this.#pendingEnd -= count;
    this.#hasFoundId = false;
  }

  /** The ID of the latest event that had one; undefined if there was none since the last shift(). */
  idIn(bytes: Uint8Array): string | undefined {
    if (!this.#hasFoundId) return undefined;
    return decode(bytes, this.#foundStart, this.#foundEnd);
  }

  /**
   * Reads on up to the last complete line.
   *
   * @param onId called at the end of each event that has an ID; for those who want them all
   */
  read(bytes: Uint8Array, onId?: (end: number) => void): void {
    const { length } = bytes;
    // Without any CR lines are found ten times as fast.
    const hasReturns = bytes.indexOf(kCarriageReturn, this.#searched) !== -1;
    while (this.position < length) {
      if (this.#isAfterCarriageReturn) {
        this.#isAfterCarriageReturn = false;
        if (bytes[this.position] === kLineFeed) {
          const isBoundary = this.boundary === this.position;
          this.position++;
          if (isBoundary) this.boundary = this.position;
          continue;
        }
      }
      const start = this.position;
      const from = Math.max(start, this.#searched);
      const end = endOfLine(bytes, from, hasReturns ? length : Math.min(length, from + kNear));
      if (end === -1) break;
      this.#isAfterCarriageReturn = bytes[end] === kCarriageReturn;
      this.position = end + 1;
      this.#readLine(bytes, start, end, onId);
    }
    this.#searched = length;
  }

  #readLine(bytes: Uint8Array, start: number, end: number, onId?: (end: number) => void): void {
    if (start === end) {
      this.#hasFields = false;
      this.boundary = this.position;
      if (!this.#hasId) return;
      this.#hasId = false;
      this.#hasFoundId = true;
      this.#foundStart = this.#pendingStart;
      this.#foundEnd = this.#pendingEnd;
      onId?.(this.position);
    } else if (bytes[start] === kColon) {
      if (!this.#hasFields) this.boundary = this.position;
    } else {
      this.#hasFields = true;
      if (bytes[start] === kI && bytes[start + 1] === kD) this.#readId(bytes, start + 2, end);
      else if (bytes[start] === kR) this.#readRetry(decode(bytes, start, end));
    }
  }

  #readRetry(line: string): void {
    if (/^retry: ?\d+$/.test(line)) this.retry = line;
  }

  #readId(bytes: Uint8Array, start: number, end: number): void {
    if (start !== end && bytes[start] !== kColon) return;
    let from = Math.min(start + 1, end);
    if (from < end && bytes[from] === kSpace) from++;
    for (let i = from; i < end; i++) if (bytes[i] === 0) return;
    this.#hasId = true;
    this.#pendingStart = from;
    this.#pendingEnd = end;
  }
}

/** @param near up to where there may be a CR; behind it there is none */
function endOfLine(bytes: Uint8Array, start: number, near: number): number {
  for (let i = start; i < near; i++) {
    if (bytes[i] === kLineFeed || bytes[i] === kCarriageReturn) return i;
  }
  return near === bytes.length ? -1 : bytes.indexOf(kLineFeed, near);
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > kShortId) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte > 0x7f) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** @param onId called with the ID of each event of a block that has one, and where that event ends */
export function readIds(bytes: Uint8Array, onId: (id: string, end: number) => void): void {
  const lines = new EventLines();
  lines.read(bytes, (end) => onId(lines.idIn(bytes) as string, end));
}

/** Behind the last event of a block that has this ID; -1 if there is none. */
export function endOfEventWithId(bytes: Uint8Array, id: string): number {
  let found = -1;
  readIds(bytes, (other, end) => {
    if (other === id) found = end;
  });
  return found;
}

/** Whether there are only comments and blank lines. */
export function hasNoFields(bytes: Uint8Array): boolean {
  for (let start = 0; start < bytes.length; start++) {
    const first = bytes[start];
    if (first === kColon) start = endOfLine(bytes, start, bytes.length);
    else if (first !== kLineFeed && first !== kCarriageReturn) return false;
    if (start === -1) return false; // part of an event that is too large
  }
  return true;
}

/** What follows the event with this ID in a block, but for comments; undefined if it has none. */
export function eventsAfterId(bytes: Uint8Array, id: string): Uint8Array | undefined {
  const end = endOfEventWithId(bytes, id);
  if (end === -1) return undefined;
  const rest = bytes.subarray(end);
  return hasNoFields(rest) ? rest.subarray(rest.length) : rest;
}

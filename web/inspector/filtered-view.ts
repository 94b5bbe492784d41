// The records that a filter lets through, by index. The search goes on in slices, so that a page with
// many records is not held up.

import type { BoundedLog } from './bounded-log.ts';
import type { InspectorRecord } from './records.ts';

/** What is shown. */
export interface Filter {
  /** Anywhere in the type, ID or data, in either case; '' for all. */
  readonly text: string;
  /** Of events; '' for all records, kConnectionRecords for what is no event. */
  readonly type: string;
}

/** No event has this type: a field's value holds no line break. */
export const kConnectionRecords = '\n';

const kAll: Filter = { text: '', type: '' };

/** Records between two looks at the clock. */
const kSlice = 64;

export class FilteredView {
  #log: BoundedLog;
  #filter = kAll;
  #pattern: RegExp | undefined;
  #numbers: number[] = []; // of the records that match, unless all do
  #head = 0; // of #numbers that are not kept any more
  #searched = 0; // the number of the next record to look at
  #limit: number | undefined; // while paused, the number of the first record that is not shown

  constructor(log: BoundedLog) {
    this.#log = log;
  }

  /** Shows another log. */
  show(log: BoundedLog): void {
    this.#log = log;
    this.#limit = undefined;
    this.filter = this.#filter;
  }

  get filter(): Filter {
    return this.#filter;
  }
  set filter(filter: Filter) {
    this.#filter = filter;
    const escaped = filter.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    this.#pattern = escaped === '' ? undefined : new RegExp(escaped, 'i');
    this.#numbers = [];
    this.#head = 0;
    this.#searched = this.#log.first;
  }

  get isPaused(): boolean {
    return this.#limit !== undefined;
  }

  /** Stays with what is shown now, as far as that is kept. */
  pause(): void {
    this.#limit ??= this.#log.end;
  }

  resume(): void {
    this.#limit = undefined;
  }

  /** Records that came since it was paused. */
  get missed(): number {
    return this.#limit === undefined ? 0 : this.#log.end - this.#limit;
  }

  /** Looks through what it has not seen yet, until `deadline` by `performance.now()`. Returns whether that was all. */
  update(deadline: number): boolean {
    const log = this.#log;
    if (this.#isAll) return true;
    while (this.#head < this.#numbers.length && this.#numbers[this.#head] < log.first) this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#numbers.length) {
      this.#numbers.splice(0, this.#head);
      this.#head = 0;
    }
    this.#searched = Math.max(this.#searched, log.first);
    const end = this.#end;
    while (this.#searched < end) {
      const stop = Math.min(end, this.#searched + kSlice);
      for (; this.#searched < stop; this.#searched++) {
        if (this.#lets(log.get(this.#searched))) this.#numbers.push(this.#searched);
      }
      if (performance.now() >= deadline) return this.#searched === end;
    }
    return true;
  }

  get length(): number {
    if (this.#isAll) return Math.max(0, this.#end - this.#log.first);
    return this.#numbers.length - this.#head;
  }

  /** The number of the record at an index. */
  numberAt(index: number): number {
    return this.#isAll ? this.#log.first + index : this.#numbers[this.#head + index];
  }

  /** The index of the record with the number, or of the first one after it. */
  indexOf(number: number): number {
    if (this.#isAll) return Math.max(0, number - this.#log.first);
    let low = this.#head;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#numbers[middle] < number) low = middle + 1;
      else high = middle;
    }
    return low - this.#head;
  }

  /** A record that is shown; undefined when it is not kept any more. */
  record(number: number): InspectorRecord | undefined {
    const log = this.#log;
    return number >= log.first && number < log.end ? log.get(number) : undefined;
  }

  get #isAll(): boolean {
    return this.#pattern === undefined && this.#filter.type === '';
  }

  get #end(): number {
    return Math.min(this.#limit ?? this.#log.end, this.#log.end);
  }

  #lets(record: InspectorRecord): boolean {
    const { type } = this.#filter;
    const pattern = this.#pattern;
    if (record.kind !== 'event') {
      if (type !== '' && type !== kConnectionRecords) return false;
      if (!pattern) return true;
      return pattern.test(
        record.kind === 'failure' ? `${record.reason} ${record.message}` : record.kind,
      );
    }
    if (type !== '' && type !== record.type) return false;
    if (!pattern) return true;
    return pattern.test(record.data) || pattern.test(record.type) || pattern.test(record.id);
  }
}

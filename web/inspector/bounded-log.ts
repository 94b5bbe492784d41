// The latest records, numbered from 0 without a gap; older ones make room.

import { type InspectorRecord, sizeOf } from './records.ts';

export class BoundedLog {
  readonly maxRecords: number;
  readonly maxBytes: number;
  readonly #records: (InspectorRecord | undefined)[] = []; // a ring, once it is full
  #first = 0;
  #end = 0;
  #bytes = 0;

  constructor(maxRecords: number, maxBytes: number) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** The number of the oldest record that is kept. */
  get first(): number {
    return this.#first;
  }

  /** The number that the next record gets. */
  get end(): number {
    return this.#end;
  }

  /** About what the records take. */
  get bytes(): number {
    return this.#bytes;
  }

  push(record: InspectorRecord): void {
    if (this.#end - this.#first === this.maxRecords) this.#drop();
    this.#records[this.#end++ % this.maxRecords] = record;
    this.#bytes += sizeOf(record);
    while (this.#bytes > this.maxBytes && this.#end - this.#first > 1) this.#drop();
  }

  /** @param number of a record that is kept */
  get(number: number): InspectorRecord {
    return this.#records[number % this.maxRecords] as InspectorRecord;
  }

  *[Symbol.iterator](): Generator<InspectorRecord> {
    for (let number = this.#first; number < this.#end; number++) yield this.get(number);
  }

  clear(): void {
    this.#records.length = 0;
    this.#first = this.#end;
    this.#bytes = 0;
  }

  #drop(): void {
    const slot = this.#first++ % this.maxRecords;
    this.#bytes -= sizeOf(this.#records[slot] as InspectorRecord);
    this.#records[slot] = undefined;
  }
}

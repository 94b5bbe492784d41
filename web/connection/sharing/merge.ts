// The way back from an own connection to the shared one: the leader's blocks are put aside until one of
// the two streams has got to where the other is.

import { readIds } from './event-lines.ts';
import type { Block, LeaderMessage, Place, Response } from './messages.ts';

const kNoChange = new Set(['wait', 'offer', 'next']);

/** What follows after the place where both streams meet. */
export interface Meeting {
  readonly head: Response['head'];
  readonly place: Place;
  readonly rest: readonly Block[];
}

export class Merge {
  readonly #asked: string;
  readonly #limit: number;
  readonly #blocks: Block[] = [];
  /** Where the latest event with each ID ends: a block, and how many bytes of it are before that. */
  readonly #ends = new Map<string, { readonly index: number; readonly end: number }>();
  #bytes = 0;
  #response: Response | undefined;

  /**
   * @param asked from which ID on
   * @param limit bytes
   */
  constructor(asked: string, limit: number) {
    this.#asked = asked;
    this.#limit = limit;
  }

  /** Takes what the leader sends. Returns false when it has come to nothing. */
  take(message: LeaderMessage): boolean {
    const response = this.#response;
    if (message.kind === 'response') {
      // Where a late answer to another join begins, events without an ID may have gone before.
      if ((message.asked ?? this.#asked) !== this.#asked) return true;
      if (response || message.refusal) return false;
      this.#response = message;
      return true;
    }
    if (message.kind !== 'block') return kNoChange.has(message.kind);
    if (!response || message.epoch !== response.epoch) return true;
    const next = response.sequence + this.#blocks.length;
    if (message.sequence !== next) return message.sequence < next;
    this.#bytes += message.bytes.length;
    const { id, bytes } = message;
    const index = this.#blocks.push({ id, bytes }) - 1;
    readIds(bytes, (each, end) => this.#ends.set(each, { index, end }));
    return this.#bytes <= this.#limit;
  }

  /**
   * @param id the last event ID of the own connection
   * @param sinceId what that has brought since then: events without an ID
   */
  meet(id: string, sinceId: Uint8Array): Meeting | undefined {
    if (!this.#response) return undefined;
    const { epoch, head, sequence, id: firstId } = this.#response;
    const place = { epoch, next: sequence + this.#blocks.length };
    const met = this.#ends.get(id) ?? (firstId === id ? { index: 0, end: 0 } : undefined);
    if (!met) return undefined;
    const [first, ...others] = this.#blocks
      .slice(met.index)
      .map((block, index) => (index === 0 ? after(met.end, block) : block))
      .filter(({ bytes }) => bytes.length > 0);
    const hasBoth = sinceId.every((byte, index) => byte === first?.bytes[index]);
    if (!hasBoth) return undefined;
    return { head, place, rest: first ? [after(sinceId.length, first), ...others] : [] };
  }
}

const after = (end: number, { id, bytes }: Block): Block => ({ id, bytes: bytes.subarray(end) });

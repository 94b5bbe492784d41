// One connection to the server and what came of it lately, for those who share it. Sans I/O: it is told
// what happens, and says what to do. A member that is alone has one, too, which serves nobody else.

import { BlockRing } from './block-ring.ts';
import { EventCutter } from './event-cutter.ts';
import type { Limits } from './limits.ts';
import type { Join, LeaderMessage, Place, SharedEnd, SharedHead } from './messages.ts';

/** What a hub has done. */
export interface HubPort {
  /** To the hub's own member, and to the others. */
  emit(message: LeaderMessage): void;
  /** Makes a connection, in place of the one before. @param id the last event ID */
  connect(id: string): void;
}

/** It waits for positions, or for the response, or has it. */
type Phase = 'collecting' | 'connecting' | 'open';

export class Hub {
  readonly epoch: string;
  readonly #limits: Limits;
  readonly #port: HubPort;
  readonly #own: string;
  readonly #waiting = new Map<string, Join>();
  readonly #followers = new Set<string>();
  #phase: Phase = 'collecting';
  #ring: BlockRing;
  #cutter: EventCutter;
  #head: SharedHead | undefined;
  #resumed: Place | undefined; // where it took over from the leader before
  #lastBytes = 0; // when any came, ms
  #lastBlock = 0; // likewise

  /** @param own the name of the member whose hub it is */
  constructor(epoch: string, own: string, limits: Limits, port: HubPort) {
    this.epoch = epoch;
    this.#own = own;
    this.#limits = limits;
    this.#port = port;
    this.#ring = new BlockRing('', limits.ring);
    this.#cutter = new EventCutter('', limits.event);
  }

  /** Whether it has made no connection yet. */
  get isCollecting(): boolean {
    return this.#phase === 'collecting';
  }

  /** Whether it has a connection with a response. */
  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  /** Whether anybody but its own member takes what it sends. */
  get hasFollowers(): boolean {
    return this.#followers.size > 0;
  }

  /**
   * Connects from the oldest position that it has heard of, so that nobody misses anything.
   *
   * @param own where its own member is, which has to be served
   */
  start(own: Join): void {
    const others = [...this.#waiting.values()];
    const isFree = own.at === undefined && own.id === '' && own.mode === 'now';
    let oldest = own;
    if (isFree) oldest = others.find(({ at, id }) => at !== undefined && id !== '') ?? own;
    for (const other of others) {
      if (other.at === undefined || other.at.epoch !== oldest.at?.epoch) continue;
      if (other.id !== '' && other.at.next < oldest.at.next) oldest = other;
    }
    this.#resumed = oldest.at;
    this.#waiting.set(own.from, own);
    this.#ring = new BlockRing(oldest.id, this.#limits.ring);
    this.#connect();
  }

  /** A member asks for its place. @param now ms */
  join(join: Join, now: number): void {
    const isStale = join.renew !== undefined && now - this.#lastBytes >= join.renew;
    // One that is alone has the latest event. From there on, both can have one connection.
    if (this.#phase === 'open' && (isStale || (join.isAlone && this.#ring.beginAfter(join.id)))) {
      this.#waiting.set(join.from, join);
      this.renew();
    } else if (this.#phase === 'open') {
      this.#serve(join);
    } else {
      this.#waiting.set(join.from, join);
      this.#emitTo(join, 'wait');
    }
  }

  /** A member goes. */
  leave(from: string): void {
    this.#waiting.delete(from);
    this.#followers.delete(from);
  }

  /** Makes a new connection; those who follow need not know. */
  renew(): void {
    if (this.#ring.id === '') this.end('broken');
    else this.#connect();
  }

  /**
   * @param refusal how the body begins, if it is no event stream
   * @param now ms
   */
  open(head: SharedHead, refusal: Uint8Array | undefined, now: number): void {
    const isNewConnection = this.#head !== undefined;
    if (isNewConnection && refusal) {
      this.end('broken'); // those who follow have been told of another response
      return;
    }
    this.#phase = 'open';
    this.#head = head;
    this.#lastBytes = this.#lastBlock = now;
    // Its own member comes last: it may be over then, and the hub with it.
    const isOwn = ({ from }: Join) => Number(from === this.#own);
    const waiting = [...this.#waiting.values()].sort((a, b) => isOwn(a) - isOwn(b));
    this.#waiting.clear();
    for (const join of waiting) {
      if (refusal) this.#respond(join, 0, refusal);
      else this.#serve(join);
    }
  }

  /** @param now ms */
  receive(chunk: Uint8Array, now: number): void {
    this.#lastBytes = now;
    let block = this.#cutter.push(chunk);
    if (!block) {
      // Part of an event, which may be long in coming. A blank line tells that it is, by which nothing is
      // dispatched.
      if (now - this.#lastBlock < this.#limits.pulse) return;
      block = { id: this.#ring.id, bytes: Uint8Array.of(0x0a) };
    }
    this.#lastBlock = now;
    const sequence = this.#ring.next;
    this.#ring.push(block);
    const { epoch } = this;
    const { id, bytes } = block;
    this.#port.emit({ kind: 'block', epoch, to: undefined, sequence, id, bytes });
  }

  /** The connection has ended. */
  end(by: SharedEnd): void {
    this.#port.emit({ kind: 'end', epoch: this.epoch, sequence: this.#ring.next, by });
  }

  #connect(): void {
    this.#phase = 'connecting';
    this.#cutter = new EventCutter(this.#ring.id, this.#limits.event);
    this.#port.connect(this.#ring.id);
  }

  #serve(join: Join): void {
    const place = this.#placeOf(join);
    if (place === undefined) {
      this.#followers.delete(join.from);
      this.#emitTo(join, 'refuse');
      return;
    }
    const { sequence, offset } = place;
    if (join.from !== this.#own) this.#followers.add(join.from);
    // What of a block is in front of the place has been seen: it ends with the event of the ID.
    const id = offset === 0 ? this.#ring.idBefore(sequence) : join.id;
    this.#respond(join, sequence, undefined, id);
    const { epoch } = this;
    this.#ring.from(sequence).forEach((block, index) => {
      const bytes = index === 0 ? block.bytes.subarray(offset) : block.bytes;
      const to = join.from;
      this.#port.emit({ ...block, kind: 'block', epoch, to, sequence: sequence + index, bytes });
    });
  }

  #placeOf({ at, id, mode }: Join): { sequence: number; offset: number } | undefined {
    const { next, isWhole } = this.#ring;
    if (at?.epoch === this.epoch && this.#ring.has(at.next)) {
      return { sequence: at.next, offset: 0 };
    }
    if (id !== '') {
      const found = this.#ring.find(id);
      if (found) return found;
      // It was ahead of the others when the leader before went: what it has seen is yet to come.
      const resumed = this.#resumed;
      const isAhead = at && resumed && at.epoch === resumed.epoch && at.next >= resumed.next;
      return isAhead && isWhole ? { sequence: next, offset: 0 } : undefined;
    }
    if (at) return undefined;
    if (mode === 'now') return { sequence: next, offset: 0 };
    return isWhole && this.#ring.idBefore(0) === '' ? { sequence: 0, offset: 0 } : undefined;
  }

  #respond(join: Join, sequence: number, refusal?: Uint8Array, id = ''): void {
    const head = this.#head as SharedHead;
    const { epoch } = this;
    const { retry } = this.#cutter;
    const { from: to, id: asked } = join;
    this.#port.emit({ kind: 'response', epoch, to, head, sequence, id, refusal, retry, asked });
  }

  #emitTo({ from }: Join, kind: 'wait' | 'refuse'): void {
    this.#port.emit({ kind, epoch: this.epoch, to: from });
  }
}

// What a member has passed on to its source, and where that is in what a leader sends.

import { endOfEventWithId, eventsAfterId, hasNoFields } from './event-lines.ts';
import type { Block, End, LeaderMessage, Place, Response, SharedEnd } from './messages.ts';

/** Where what is passed on goes. */
export interface ReceptionPort {
  /** There is a response. */
  respond(response: Pick<Response, 'head' | 'refusal' | 'retry'>): void;
  deliver(bytes: Uint8Array): void;
  /** Bytes that were delivered, and not taken yet. */
  queued(): number;
}

/** What comes of a block: it was taken, there are others missing before it, or the place is not found again. */
export type Taken = 'taken' | 'gap' | 'lost';

const kNothing = new Uint8Array();

export class Reception {
  /** The last event ID of what it has passed on. */
  id = '';
  /** Whether it has passed a response on. */
  isOpen = false;
  /** The source is slow: blocks pass by until it has taken what it was given. */
  isFull = false;
  place: Place | undefined;
  readonly #port: ReceptionPort;
  readonly #limits: { readonly queue: number; readonly ring: number };
  #idAtStart = ''; // of a source that had none when it joined
  #isSkipping = false; // up to the event that it had got to, as others had not got as far
  #skipped = 0; // bytes
  #latest: Uint8Array = kNothing; // block that was passed on, and has more than comments

  constructor(limits: { readonly queue: number; readonly ring: number }, port: ReceptionPort) {
    this.#limits = limits;
    this.#port = port;
  }

  /** Whether nobody can say what follows. */
  get isWithoutId(): boolean {
    return this.isOpen && this.id === '';
  }

  /** Whether it has passed on all that has come. */
  get isAtHand(): boolean {
    return !this.isFull && !this.#isSkipping;
  }

  get isSkipping(): boolean {
    return this.#isSkipping;
  }

  /** Whether another connection can go on from where this is, by the last event ID. */
  get canResume(): boolean {
    return this.isOpen && this.id !== '' && this.isAtHand;
  }

  /** The place that another leader may count on: all before it was passed on, and nothing after it. */
  get exactPlace(): Place | undefined {
    return this.#isSkipping ? undefined : this.place;
  }

  /** How the connection ended for this one: where blocks have passed it by, it is no end of the stream. */
  endOf(end: End): SharedEnd {
    return end.by === 'end' && !this.#isAt(end) ? 'broken' : end.by;
  }

  /** Whether it has taken all blocks before this one. */
  #isAt({ epoch, sequence }: End | Response): boolean {
    return epoch === this.place?.epoch && sequence === this.place.next;
  }

  /** What it has passed on since the event with the last ID; undefined if that is not known. */
  get sinceId(): Uint8Array | undefined {
    return this.#latest === kNothing ? kNothing : eventsAfterId(this.#latest, this.id);
  }

  /** For another connection of the source. @param id its last event ID */
  begin(id: string): void {
    if (id !== '') this.#idAtStart = ''; // a later event without one has taken it back
    this.id = id || this.#idAtStart;
    this.isOpen = false;
    this.isFull = false;
    this.place = undefined;
    this.#isSkipping = false;
    this.#latest = kNothing;
  }

  /** Returns false when it cannot go on with this response. */
  respond(response: Response): boolean {
    const { epoch, sequence, id, refusal } = response;
    // Blocks may have come since it asked.
    if (epoch === this.place?.epoch && sequence <= this.place.next) return true;
    // It has been told of another response.
    if (this.isOpen && (refusal || this.id === '')) return false;
    this.place = { epoch, next: sequence };
    if (this.id === '') this.id = this.#idAtStart = id;
    this.#isSkipping = id !== this.id && !refusal;
    this.#skipped = 0;
    this.open(response);
    return true;
  }

  open(response: Pick<Response, 'head' | 'refusal' | 'retry'>): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.#port.respond(response);
  }

  /** @param isPaced whether no more bytes come than the source takes */
  take(block: Extract<LeaderMessage, { kind: 'block' }>, isPaced: boolean): Taken {
    const { bytes, epoch, id, sequence } = block;
    const place = this.place;
    if (epoch !== place?.epoch || sequence < place.next) return 'taken';
    if (sequence > place.next) return 'gap';
    this.place = { epoch, next: sequence + 1 };
    if (!this.#isSkipping) {
      this.deliver(block, isPaced);
      return 'taken';
    }
    const end = endOfEventWithId(bytes, this.id);
    if (end === -1) {
      this.#skipped += bytes.length;
      return this.#skipped > this.#limits.ring ? 'lost' : 'taken';
    }
    this.#isSkipping = false;
    this.deliver({ bytes: bytes.subarray(end), id }, isPaced);
    return 'taken';
  }

  /** It follows a leader from a place that it has got to by another way. */
  continueFrom(place: Place, rest: readonly Block[], head: Response['head']): void {
    this.place = place;
    this.#isSkipping = false;
    this.open({ head, refusal: undefined });
    for (const block of rest) this.deliver(block, false);
  }

  deliver({ bytes, id }: Block, isPaced: boolean): void {
    this.id = id;
    if (!hasNoFields(bytes)) this.#latest = bytes;
    if (bytes.length > 0) this.#port.deliver(bytes);
    if (!isPaced && this.#port.queued() > this.#limits.queue) this.isFull = true;
  }
}

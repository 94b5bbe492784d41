// What a member that joins or follows has asked the leader, and when it heard of it.

import type { Limits } from './limits.ts';
import type { MemberPort } from './member-port.ts';
import type { Join, LeaderMessage } from './messages.ts';

export class LeaderContact {
  isAsking = false;
  /** The epoch of a leader that is connecting. */
  awaited: string | undefined;
  readonly #limits: Limits;
  readonly #port: MemberPort;
  readonly #epoch: () => string | undefined;
  #asked = ''; // from which ID on
  #lastHeard = 0; // ms
  #hasFailed = false;

  /** @param epoch gives that of the connection that the member has bytes of */
  constructor(limits: Limits, port: MemberPort, epoch: () => string | undefined) {
    this.#limits = limits;
    this.#port = port;
    this.#epoch = epoch;
  }

  isOf(epoch: string): boolean {
    return epoch === this.#epoch() || epoch === this.awaited;
  }

  ask(join: Join): void {
    this.isAsking = true;
    this.#asked = join.id;
    this.#port.send(join);
    this.#port.setTimer('answer', this.#limits.answer);
  }

  /** It has no response yet. Returns whether it was asked. */
  await(epoch: string): boolean {
    if (this.isAsking) this.awaited = epoch;
    return this.isAsking;
  }

  /** One that is connecting goes. Returns whether it was that: another may lead already. */
  forget(epoch: string): boolean {
    const isAwaited = epoch === this.awaited;
    if (isAwaited) this.awaited = undefined;
    return isAwaited;
  }

  /** @param asked from which ID on, as far as the leader tells: a late answer is of no use any more */
  isAskedOf(epoch: string, asked = this.#asked): boolean {
    return this.isAsking && epoch === (this.awaited ?? epoch) && asked === this.#asked;
  }

  /** Nothing was asked, or it has been answered. Nor does it count any more what was heard. */
  clear(): void {
    this.isAsking = this.#hasFailed = false;
    this.awaited = undefined;
  }

  /** To know when it was heard last. */
  note({ epoch, kind }: LeaderMessage): void {
    // A new leader that sends blocks has forgotten a member that still waits for a response.
    const isForgotten = epoch === this.awaited && kind === 'block';
    if (this.isOf(epoch) && !isForgotten) this.#lastHeard = this.#port.now();
  }

  /** While the member is idle. */
  overhear(message: LeaderMessage): void {
    if (message.kind === 'end') this.#hasFailed = message.by === 'none';
    else if (message.kind === 'hello') this.#hasFailed = false;
  }

  /** Whether a leader's attempt has failed since the last one of this member. */
  hasFailed(): boolean {
    const hasFailed = this.#hasFailed;
    this.#hasFailed = false;
    return hasFailed;
  }

  /** Waits for what the leader sends. */
  listen(): void {
    this.#port.clearTimers();
    this.#lastHeard = this.#port.now();
    this.#port.setTimer('silence', this.#limits.silence);
  }

  /** After the timer. @param isFull whether nothing is wanted anyway */
  isSilent(isFull: boolean): boolean {
    const left = this.#lastHeard + this.#limits.silence - this.#port.now();
    if (left <= 0 && !isFull) return true;
    this.#port.setTimer('silence', left > 0 ? left : this.#limits.silence);
    return false;
  }
}

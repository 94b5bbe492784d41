// A page that is hidden for long may be slowed down, or stopped without a word. So a leader that is hidden leaves
// its part to a member whose page is seen, if there is one: it asks who is there, and the first to answer is to
// lead. It takes a new connection, from where the one before was given up; so not at every change of tabs.

import type { Limits } from './limits.ts';
import type { MemberPort } from './member-port.ts';
import type { Accept, Message } from './messages.ts';

export class HandOver {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #port: MemberPort;
  readonly #leave: () => void;
  #successor: string | undefined; // who is to lead next, and has not said hello yet

  /** @param leave has the leader give up its part */
  constructor(name: string, limits: Limits, port: MemberPort, leave: () => void) {
    this.#name = name;
    this.#limits = limits;
    this.#port = port;
    this.#leave = leave;
  }

  get isHidden(): boolean {
    return this.#port.visibility() === 'hidden';
  }

  /** It leads from now on, or is seen or hidden from now on. */
  begin(): void {
    this.#successor = undefined;
    this.#watch();
  }

  /** After a while that it is hidden, there is an offer to make. */
  #watch(): void {
    if (this.isHidden) this.#port.setTimer('hidden', this.#limits.hidden);
  }

  /**
   * Of the leader's timer.
   *
   * @param epoch of its connection; undefined as long as there is nothing to hand over
   */
  timeOut(epoch: string | undefined): void {
    if (!this.isHidden) return;
    if (epoch !== undefined && this.#successor !== undefined) {
      this.#leave();
      return;
    }
    if (epoch !== undefined) this.#port.send({ kind: 'offer', epoch });
    this.#watch();
  }

  /** Somebody has accepted the offer. All are to hear that before the lock comes to one of them. */
  prepare({ from: successor, epoch }: Accept): void {
    if (!this.isHidden || this.#successor !== undefined) return;
    this.#successor = successor;
    this.#port.send({ kind: 'next', epoch, successor });
    this.#port.setTimer('hidden', this.#limits.collect);
  }

  /** Of a follower. */
  accept(epoch: string): void {
    if (this.#port.visibility() !== 'visible') return;
    this.#port.send({ kind: 'accept', from: this.#name, epoch });
  }

  /** To hear who is to lead next. */
  note(message: Message): void {
    if (message.kind === 'next') this.#successor = message.successor;
    else if (message.kind === 'hello') this.#successor = undefined;
  }

  /**
   * The lock came to this member. Returns whether it is left to the successor: that comes first then, of those who
   * wait. Only once, as the successor may be no more.
   */
  passesBy(): boolean {
    const successor = this.#successor;
    this.#successor = undefined;
    if (successor === undefined || successor === this.#name) return false;
    this.giveBack();
    return true;
  }

  /** To the end of those who wait for the lock. */
  giveBack(): void {
    this.#port.releaseLock();
    this.#port.requestLock();
  }
}

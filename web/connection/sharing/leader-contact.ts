// What a member that joins or follows has asked the leader, and when it heard of it.

import type { Limits } from './limits.ts';
import type { MemberPort } from './member-port.ts';
import type { Join } from './messages.ts';

export class LeaderContact {
  isAsking = false;
  /** The epoch of a leader that is connecting. */
  awaited: string | undefined;
  readonly #limits: Limits;
  readonly #port: MemberPort;
  #lastHeard = 0; // ms

  constructor(limits: Limits, port: MemberPort) {
    this.#limits = limits;
    this.#port = port;
  }

  ask(join: Join): void {
    this.isAsking = true;
    this.#port.send(join);
    this.#port.setTimer('answer', this.#limits.answer);
  }

  isAskedOf(epoch: string): boolean {
    return this.isAsking && epoch === (this.awaited ?? epoch);
  }

  /** Nothing was asked, or it has been answered. */
  clear(): void {
    this.isAsking = false;
    this.awaited = undefined;
  }

  heard(): void {
    this.#lastHeard = this.#port.now();
  }

  /** Waits for what the leader sends. */
  listen(): void {
    this.#port.clearTimers();
    this.heard();
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

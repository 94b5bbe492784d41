import type { Limits } from './limits.ts';
import type { MemberPort } from './member-port.ts';
import { type Meeting, Merge } from './merge.ts';
import type { Join, LeaderMessage } from './messages.ts';
import type { Reception } from './reception.ts';

/** Has a member that is alone try, again and again, to go back to the shared connection. */
export class WayBack {
  readonly #limits: Limits;
  readonly #port: MemberPort;
  #merge: Merge | undefined;
  #lastTry = 0; // ms
  #lastId = ''; // at the try before

  constructor(limits: Limits, port: MemberPort) {
    this.#limits = limits;
    this.#port = port;
  }

  start(): void {
    this.#port.setTimer('merge', this.#limits.merge);
    this.#lastId = '';
  }

  /**
   * Asks the leader for what follows after the last event.
   *
   * @param isOpen whether the own connection has a response
   */
  try(join: Join, isOpen = false): void {
    this.#port.setTimer('merge', this.#limits.merge);
    this.#merge = undefined;
    if (join.id === '' || this.#port.queued() > this.#limits.queue / 2) return;
    this.#lastTry = this.#port.now();
    this.#merge = new Merge(join.id, this.#limits.ring);
    // What has brought the ID has reached the leader since the try before, if it was on its way.
    this.#port.send({ ...join, isAlone: isOpen && join.id === this.#lastId });
    this.#lastId = join.id;
  }

  /** A leader is there. @param join what to ask it for */
  hear(message: LeaderMessage, join: Join): void {
    if (!this.#merge) {
      if (this.#port.now() - this.#lastTry > this.#limits.answer) this.try(join);
    } else if (!this.#merge.take(message)) {
      this.#merge = undefined;
    }
  }

  /** @param own what the own connection has brought */
  meet(own: Reception): Meeting | undefined {
    const sinceId = this.#merge && own.sinceId;
    return sinceId && this.#merge?.meet(own.id, sinceId);
  }

  stop(): void {
    this.#merge = undefined;
  }
}

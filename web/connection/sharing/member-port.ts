// What a member is asked to do, and what it does.

import type { Join, Message, SharedEnd } from './messages.ts';
import type { ReceptionPort } from './reception.ts';

export type Phase = 'idle' | 'electing' | 'joining' | 'following' | 'alone' | 'leading';

export type Timer = 'answer' | 'silence' | 'skip' | 'merge' | 'collect' | 'hidden';

/** What a member has done. */
export interface MemberPort extends ReceptionPort {
  /** To all other members. */
  send(message: Message): void;
  /** To be followed by locked() or lockIsTaken(), and locked() then once it is free. */
  requestLock(): void;
  /** Gives it back, or no longer waits for it. */
  releaseLock(): void;
  /** Makes a connection, in place of the one before. */
  connect(id: string): void;
  disconnect(): void;
  /** In place of the one before of that name. */
  setTimer(name: Timer, ms: number): void;
  clearTimers(): void;
  now(): number;
  /** Of the page; undefined in a worker, which is neither seen nor hidden. */
  visibility(): 'visible' | 'hidden' | undefined;
  /** It is over. By 'failure' the connection that it made itself could not be made, and the port knows why. */
  end(by: SharedEnd | 'failure'): void;
}

/** Where a source begins. */
export interface Beginning {
  /** The last event ID. */
  readonly id: string;
  readonly mode: Join['mode'];
  /** See Join. */
  readonly renew: number | undefined;
}

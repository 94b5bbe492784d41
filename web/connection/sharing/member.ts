// One source's part in a shared connection. Sans I/O: it is told what happens, and says what to do.
//
//   idle -> electing -> leading <-> alone <-> following
//               \-> joining -> following, leading or alone
// A member follows a leader, or its own connection: as the leader, or alone where no leader can give it what it
// needs. It knows the last event ID of what it has passed on: so none of these ways loses or doubles an event.

import { HandOver } from './hand-over.ts';
import { LeaderContact } from './leader-contact.ts';
import type { Limits } from './limits.ts';
import type { Beginning, MemberPort, Phase, Timer } from './member-port.ts';
import type { Join, LeaderMessage, Message, Place, Response, SharedEnd } from './messages.ts';
import { OwnHub } from './own-hub.ts';
import { Reception } from './reception.ts';
import { WayBack } from './way-back.ts';

export class Member {
  readonly name: string;
  readonly #limits: Limits;
  readonly #port: MemberPort;
  readonly #reception: Reception;
  #phase: Phase = 'idle';
  #beginning: Beginning = { id: '', mode: 'now', renew: undefined };
  readonly #hub: OwnHub; // leading or alone
  readonly #wayBack: WayBack; // alone
  readonly #handOver: HandOver;
  readonly #leader: LeaderContact; // joining or following

  constructor(name: string, limits: Limits, port: MemberPort) {
    this.name = name;
    this.#limits = limits;
    this.#port = port;
    this.#reception = new Reception(limits, port);
    this.#wayBack = new WayBack(limits, port);
    this.#handOver = new HandOver(name, limits, port, () => this.#handDown());
    const epoch = () => this.#hub.epoch ?? this.#reception.place?.epoch;
    this.#leader = new LeaderContact(limits, port, epoch);
    this.#hub = new OwnHub(name, limits, port, {
      isLeading: () => this.#phase === 'leading',
      take: (message) => this.#take(message),
    });
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Whether bytes of the connection that it made are to be read. */
  get wantsBytes(): boolean {
    return !this.#hub.isPaced || this.#port.queued() <= this.#limits.queue;
  }

  /** The source wants a connection. */
  start(beginning: Beginning): void {
    // The same would happen to this one, unless the caller knows better: there is one request and not one a tab.
    if (this.#leader.hasFailed() && beginning.renew !== 0) return void this.#port.end('none');
    this.#beginning = beginning;
    this.#reception.begin(beginning.id);
    this.#phase = 'electing';
    this.#port.requestLock();
  }

  /** The source wants it no longer. */
  leave(): void {
    if (this.#phase === 'leading') this.#hub.sayBye();
    else if (this.#phase !== 'idle') this.#port.send({ kind: 'leave', from: this.name });
    this.#end();
  }

  locked(): void {
    if (this.#phase === 'idle') this.#port.releaseLock();
    else if (!this.#handOver.passesBy()) this.#lead();
  }

  #lead(): void {
    const isFirst = this.#phase === 'electing';
    if (this.#phase === 'alone') {
      this.#enter('leading');
      this.#hub.sayHello();
    } else if (this.#reception.isWithoutId) {
      this.#finish('broken');
    } else {
      this.#hub.make(this.#leader.awaited ?? this.#reception.place?.epoch);
      this.#enter('leading');
      this.#hub.sayHello();
      if (isFirst) this.#hub.start(this.#join(this.#reception.exactPlace));
      else this.#port.setTimer('collect', this.#limits.collect);
    }
  }

  lockIsTaken(): void {
    if (this.#phase !== 'electing') return;
    this.#phase = 'joining';
    this.ask();
  }

  lockLost(): void {
    if (this.#phase === 'electing') {
      this.#goAlone();
    } else if (this.#phase === 'leading') {
      this.#hub.sayBye();
      this.#enterAlone();
    }
  }

  /** To find out whether the leader is there. */
  ask(): void {
    if (this.#phase === 'joining' || this.#phase === 'following')
      this.#leader.ask(this.#join(this.#reception.place));
  }

  /** The page is seen, or hidden. The leader may be hidden, too, and suspended without a word. */
  visibilityChanged(): void {
    if (this.#phase === 'leading') this.#handOver.begin();
    else if (!this.#handOver.isHidden) this.ask();
  }

  /** The source has taken what it was given. */
  drained(): void {
    if (!this.#reception.isFull) return;
    this.#reception.isFull = false;
    if (this.#phase !== 'leading') this.ask();
    else this.#hub.join(this.#join(this.#reception.place));
  }

  timeOut(name: Timer): void {
    if (name === 'collect') this.#hub.start(this.#join(this.#reception.exactPlace));
    else if (name === 'merge') this.#wayBack.try(this.#join(), this.#hub.isOpen);
    else if (name === 'hidden') this.#handOver.timeOut(this.#epochToLeave);
    else if (name === 'silence') {
      if (this.#leader.isSilent(this.#reception.isFull)) this.ask();
    } else if (this.#reception.isFull) this.#port.setTimer(name, this.#limits.answer);
    else if (name === 'answer' || this.#reception.isSkipping) this.#goAlone();
  }

  /** Of the connection that it made. @param isOwnRefusal see OwnHub.open */
  connected(response: Pick<Response, 'head' | 'refusal'>, isOwnRefusal = false): void {
    this.#hub.open(response, isOwnRefusal);
  }

  received(chunk: Uint8Array): void {
    this.#hub.receive(chunk);
    if (this.#phase === 'alone') this.#tryMeet();
  }

  disconnected(by: SharedEnd | 'failure'): void {
    // What is wrong with its own request need not be wrong with another's.
    if (by === 'failure') this.#finish(by);
    else this.#hub.end(by);
  }

  message(message: Message): void {
    this.#handOver.note(message);
    if (message.kind === 'join') {
      if (this.#phase === 'leading') this.#hub.join(message);
    } else if (message.kind === 'leave') {
      this.#hub.leave(message.from);
    } else if (message.kind === 'accept') {
      if (message.epoch === this.#epochToLeave) this.#handOver.prepare(message);
    } else if ('to' in message && message.to !== undefined && message.to !== this.name) {
      this.#leader.note(message);
    } else if (this.#phase === 'idle') {
      this.#leader.overhear(message);
    } else if (this.#phase === 'leading') {
      // The lock may be faster than the last word of the leader before, which holds for all who hear it.
      if (this.#hub.isLastEnd(message)) this.#finish(this.#reception.endOf(message));
      else if (this.#hub.passRefusalOn(message)) this.#onResponse(message);
    } else if (this.#phase === 'alone') {
      this.#wayBack.hear(message, this.#join());
      this.#tryMeet();
    } else {
      this.#take(message);
    }
  }

  /** Its connection's, if another one can go on after it. */
  get #epochToLeave(): string | undefined {
    return this.#reception.canResume ? this.#hub.sharedEpoch : undefined;
  }

  #handDown(): void {
    this.#hub.sayBye();
    this.#enter('following');
    this.#handOver.giveBack();
    this.#port.setTimer('answer', this.#limits.answer);
  }

  /** A message of the leader's, or of its own hub. */
  #take(message: LeaderMessage): void {
    const { epoch, kind } = message;
    const asked = kind === 'response' ? message.asked : undefined;
    const isAsked = this.#hub.exists || this.#leader.isAskedOf(epoch, asked);
    this.#leader.note(message);
    if (kind === 'response') {
      if (!this.#reception.isFull && isAsked) this.#onResponse(message);
    } else if (kind === 'block') {
      if (!this.#reception.isFull) this.#onBlock(message);
    } else if (kind === 'end') {
      if (this.#leader.isOf(epoch)) this.#finish(this.#reception.endOf(message));
    } else if (kind === 'refuse') {
      if (isAsked) this.#goAlone();
      // What it asked before has been answered late: by now, the leader has forgotten it.
      else if (!this.#leader.isAsking && this.#leader.isOf(epoch)) this.ask();
    } else if (kind === 'offer') {
      const isReady = this.#reception.canResume && !this.#leader.isAsking;
      if (isReady && this.#leader.isOf(epoch)) this.#handOver.accept(epoch);
    } else if (kind === 'wait') {
      if (this.#leader.await(epoch)) this.#listen();
    } else if (kind !== 'next' && (kind === 'hello' || this.#leader.isOf(epoch))) {
      this.#onChange(kind, epoch);
    }
  }

  /** There is a new leader, or the one before goes. */
  #onChange(kind: 'hello' | 'bye', epoch: string): void {
    if (kind === 'hello') this.#leader.awaited = epoch; // what the one before still answers does not count
    if (this.#reception.isWithoutId) this.#finish('broken');
    else if (kind === 'hello') this.#leader.ask(this.#join(this.#reception.exactPlace));
    else if (this.#leader.forget(epoch)) this.ask();
    else this.#port.setTimer('answer', this.#limits.answer);
  }

  #onResponse(response: Response): void {
    if (!this.#reception.respond(response)) return void this.#finish('broken');
    this.#leader.clear();
    this.#beginning = { ...this.#beginning, renew: undefined };
    if (!this.#hub.exists) this.#phase = 'following';
    this.#listen();
    if (response.refusal) this.#end();
  }

  #onBlock(block: Extract<LeaderMessage, { kind: 'block' }>): void {
    const taken = this.#reception.take(block, this.#hub.isPaced);
    if (taken === 'gap' && !this.#leader.isAsking) this.ask();
    else if (taken === 'lost') this.#goAlone();
  }

  #listen(): void {
    if (!this.#hub.exists) this.#leader.listen();
    if (this.#reception.isSkipping) this.#port.setTimer('skip', this.#limits.skip);
  }

  #goAlone(): void {
    if (this.#reception.isWithoutId) return void this.#finish('broken');
    if (this.#phase === 'leading') {
      this.#hub.sayBye();
      this.#handOver.giveBack();
    }
    this.#enterAlone();
    this.#hub.drop();
    this.#hub.make();
    this.#hub.start(this.#join(this.#reception.exactPlace));
  }

  #enterAlone(): void {
    this.#enter('alone');
    this.#reception.isFull = false;
    this.#wayBack.start();
  }

  /** Goes back to the shared connection, if both streams have got to the same event. */
  #tryMeet(): void {
    const meeting = this.#wayBack.meet(this.#reception);
    if (!meeting) return;
    this.#enter('following');
    this.#reception.continueFrom(meeting.place, meeting.rest, meeting.head);
    this.#listen();
  }

  /** Forgets what belongs to the phase before. */
  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#leader.clear();
    this.#wayBack.stop();
    this.#port.clearTimers();
    if (phase === 'leading') this.#handOver.begin();
    else if (phase !== 'alone') this.#hub.drop();
  }

  #join(at?: Place): Join {
    return { ...this.#beginning, kind: 'join', from: this.name, id: this.#reception.id, at };
  }

  #finish(by: SharedEnd | 'failure'): void {
    const { isOpen } = this.#reception;
    this.leave();
    this.#port.end(isOpen && by === 'none' ? 'broken' : by);
  }

  #end(): void {
    this.#enter('idle');
    this.#port.releaseLock();
  }
}

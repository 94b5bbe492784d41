// The hub of a member, while it leads or is alone.

import { Hub } from './hub.ts';
import type { Limits } from './limits.ts';
import type { MemberPort } from './member-port.ts';
import type { End, Join, LeaderMessage, Message, Response, SharedEnd } from './messages.ts';

/** Of a view the channel would send the whole buffer. */
function withOwnBytes(block: Extract<LeaderMessage, { kind: 'block' }>): LeaderMessage {
  const { bytes } = block;
  if (bytes.length === bytes.buffer.byteLength) return block;
  const { kind, epoch, to, sequence, id } = block;
  return { kind, epoch, to, sequence, id, bytes: bytes.slice() };
}

/** The member. */
interface Owner {
  isLeading(): boolean;
  /** A message of the hub's for its own member. */
  take(message: LeaderMessage): void;
}

export class OwnHub {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #port: MemberPort;
  readonly #owner: Owner;
  #hub: Hub | undefined;
  #epochBefore: string | undefined;
  #count = 0;

  constructor(name: string, limits: Limits, port: MemberPort, owner: Owner) {
    this.#name = name;
    this.#limits = limits;
    this.#port = port;
    this.#owner = owner;
  }

  get exists(): boolean {
    return this.#hub !== undefined;
  }

  get epoch(): string | undefined {
    return this.#hub?.epoch;
  }

  /** Whether it has a connection with a response. */
  get isOpen(): boolean {
    return !!this.#hub?.isOpen;
  }

  /** Of a leader that has such a connection. */
  get sharedEpoch(): string | undefined {
    return this.#owner.isLeading() && this.isOpen ? this.epoch : undefined;
  }

  get #isCollecting(): boolean {
    return !!this.#hub?.isCollecting;
  }

  /** Whether the connection of the leader before has ended, as is heard before this one connects. */
  isLastEnd(message: Message): message is End {
    return message.kind === 'end' && message.epoch === this.#epochBefore && this.#isCollecting;
  }

  /** Refuses those who have asked this one meanwhile, as the leader before was. Returns whether it was; see above. */
  passRefusalOn(message: Message): message is Response {
    if (message.kind !== 'response' || !message.refusal || !this.#isCollecting) return false;
    this.open(message, false);
    return true;
  }

  /** Whether its connection brings no more bytes than the source takes. */
  get isPaced(): boolean {
    return this.#hub !== undefined && !(this.#owner.isLeading() && this.#hub.hasFollowers);
  }

  /** @param before the epoch of the leader that this one takes over from, if it does */
  make(before?: string): void {
    this.#epochBefore = before;
    this.#hub = new Hub(`${this.#name}-${++this.#count}`, this.#name, this.#limits, {
      emit: (message) => this.#emit(message),
      connect: (id) => this.#port.connect(id),
    });
  }

  drop(): void {
    if (!this.#hub) return;
    this.#hub = undefined;
    this.#port.disconnect();
  }

  sayHello(): void {
    this.#port.send({ kind: 'hello', epoch: this.epoch as string });
  }

  sayBye(): void {
    this.#port.send({ kind: 'bye', epoch: this.epoch as string });
  }

  start(own: Join): void {
    this.#hub?.start(own);
  }

  join(join: Join): void {
    this.#hub?.join(join, this.#port.now());
  }

  leave(from: string): void {
    this.#hub?.leave(from);
  }

  /** @param isOwnRefusal it was refused for what others may have newer: a token, say */
  open({ head, refusal }: Pick<Response, 'head' | 'refusal'>, isOwnRefusal: boolean): void {
    // Refused twice in a row, a source is closed: that is not to be by what two others were refused.
    if (isOwnRefusal && this.#owner.isLeading()) this.#breakOff();
    this.#hub?.open(head, refusal, this.#port.now());
  }

  receive(chunk: Uint8Array): void {
    this.#hub?.receive(chunk, this.#port.now());
  }

  end(by: SharedEnd): void {
    this.#hub?.end(by);
  }

  /** Its connection is nothing for others. */
  #breakOff(): void {
    const epoch = this.epoch as string;
    this.#port.send({ kind: 'end', epoch, sequence: 0, by: 'broken' });
  }

  #emit(message: LeaderMessage): void {
    const to = 'to' in message ? message.to : undefined;
    const isForOthers = to !== this.#name && this.#owner.isLeading();
    // Nobody may be there.
    if (isForOthers && (message.kind !== 'block' || this.#hub?.hasFollowers)) {
      this.#port.send(message.kind === 'block' ? withOwnBytes(message) : message);
    }
    if (to === undefined || to === this.#name) this.#owner.take(message);
  }
}

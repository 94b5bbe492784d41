import type { Limits } from '../../../web/connection/sharing/limits.ts';
import { Member } from '../../../web/connection/sharing/member.ts';
import type { MemberPort, Timer } from '../../../web/connection/sharing/member-port.ts';
import type { Message } from '../../../web/connection/sharing/messages.ts';
import type { SimulatedBrowser } from './simulated-browser.ts';
import type { ServedConnection } from './simulated-server.ts';

const decoder = new TextDecoder();

type Life = 'running' | 'frozen' | 'left' | 'gone';

/** A page with one source: a member, and what a connection's state machine and parser do around it. */
export class SimulatedTab implements MemberPort {
  readonly name: string;
  readonly member: Member;
  life: Life = 'running';
  /** The numbers of the events that it has received. */
  first = 0;
  last = 0;
  received = 0;
  isSlow = false;
  /** Undefined for a worker. */
  seen: 'visible' | 'hidden' | undefined;
  /** What went wrong. */
  fault: string | undefined;
  readonly #browser: SimulatedBrowser;
  #connection: ServedConnection | undefined;
  #chunks: Uint8Array[] = []; // that the member does not want yet
  #timers = new Map<Timer, object>();
  #backlog: (() => void)[] = []; // of a frozen page
  #queue: Uint8Array[] = []; // for the parser
  #queuedBytes = 0;
  #text = '';
  #lastEventId = '';
  #mayMiss = true; // events, as nobody knows from where it goes on
  #isAttempting = false;
  #isOpen = false;
  #ending = false; // once the queue is empty
  #isTaking = false;
  #attempt = {};

  constructor(name: string, limits: Limits, browser: SimulatedBrowser) {
    this.name = name;
    this.#browser = browser;
    this.seen = browser.dice.pick(['visible', 'hidden', undefined]);
    const traced = process.env.SHARING_TRACE === name;
    const port = traced ? trace(this, name, browser) : this;
    this.member = traced
      ? (trace(new Member(name, limits, port), name, browser) as Member)
      : new Member(name, limits, port);
    this.#start();
  }

  /** Runs it now, or once it is no longer frozen, or never. */
  run(task: () => void): void {
    if (this.life === 'running') task();
    else if (this.life === 'frozen') this.#backlog.push(task);
  }

  freeze(): void {
    this.life = 'frozen';
  }

  thaw(): void {
    this.life = 'running';
    for (const task of this.#backlog.splice(0)) task();
  }

  see(seen: 'visible' | 'hidden'): void {
    if (this.seen === undefined) return;
    this.seen = seen;
    this.run(() => this.member.visibilityChanged());
  }

  /** Into the back/forward cache. */
  hide(): void {
    this.#drop();
    this.life = 'left';
  }

  show(): void {
    this.life = 'running';
    this.#isTaking = false; // that task never ran
    this.#start();
  }

  close(): void {
    this.#drop();
    this.life = 'gone';
  }

  /** As the caller asks for, or because nothing has come for a while. */
  reconnect(): void {
    this.#drop();
    this.#start(this.#browser.dice.pick([0, 500]));
  }

  /** As its process is killed. */
  crash(): void {
    this.life = 'gone';
    this.#connection?.drop();
  }

  #drop(): void {
    this.#isAttempting = false;
    this.#attempt = {};
    this.member.leave();
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#text = '';
    this.#ending = false;
  }

  #start(renew?: number): void {
    this.#isAttempting = true;
    this.#isOpen = false;
    this.#text = '';
    this.#mayMiss = this.#lastEventId === '';
    this.member.start({ id: this.#lastEventId, mode: 'now', renew });
  }

  #fail(what: string): void {
    this.fault ??= `${this.name} ${what}`;
  }

  // What the member does:

  send(message: Message): void {
    this.#browser.broadcast(this, message);
  }

  requestLock(): void {
    this.#browser.requestLock(this);
  }

  releaseLock(): void {
    this.#browser.releaseLock(this);
  }

  connect(id: string): void {
    this.disconnect();
    const connection: ServedConnection = this.#browser.server.connect(id, {
      onResponse: () =>
        this.run(() => {
          if (this.#connection !== connection) return;
          this.member.connected({
            head: { status: 200, url: undefined, headers: [] },
            refusal: undefined,
          });
        }),
      onChunk: (chunk) =>
        this.run(() => {
          if (this.#connection !== connection) return;
          this.#chunks.push(chunk);
          this.#pump();
        }),
      onEnd: (by) =>
        this.run(() => {
          if (this.#connection !== connection) return;
          for (const chunk of this.#chunks.splice(0)) this.member.received(chunk);
          if (this.#connection === connection) this.member.disconnected(by);
        }),
    });
    this.#connection = connection;
  }

  disconnect(): void {
    this.#connection?.drop();
    this.#connection = undefined;
    this.#chunks = [];
  }

  setTimer(name: Timer, ms: number): void {
    const timer = {};
    this.#timers.set(name, timer);
    this.#browser.clock.after(ms, () =>
      this.run(() => {
        if (this.#timers.get(name) !== timer) return;
        this.#timers.delete(name);
        this.member.timeOut(name);
        this.#pump();
      }),
    );
  }

  clearTimers(): void {
    this.#timers.clear();
  }

  visibility(): 'visible' | 'hidden' | undefined {
    return this.seen;
  }

  now(): number {
    return this.#browser.clock.now;
  }

  respond(): void {
    if (!this.#isAttempting || this.#isOpen) this.#fail('was told of two responses');
    this.#isOpen = true;
  }

  deliver(bytes: Uint8Array): void {
    if (!this.#isOpen) this.#fail('got bytes without a response');
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#takeLater();
  }

  queued(): number {
    return this.#queuedBytes;
  }

  end(): void {
    if (!this.#isAttempting) this.#fail('was told of two ends');
    this.#isAttempting = false;
    this.#ending = true;
    this.#takeLater();
  }

  // The parser and the state machine:

  #pump(): void {
    while (this.#chunks.length > 0 && this.member.wantsBytes) {
      this.member.received(this.#chunks.shift() as Uint8Array);
    }
  }

  #takeLater(): void {
    if (this.#isTaking) return;
    this.#isTaking = true;
    const { clock, dice } = this.#browser;
    clock.after(this.isSlow ? dice.between(500, 4000) : dice.between(0, 2), () =>
      this.run(() => {
        this.#isTaking = false;
        this.#take();
      }),
    );
  }

  #take(): void {
    const bytes = this.#queue.shift();
    if (bytes) {
      this.#queuedBytes -= bytes.length;
      this.#parse(bytes);
    }
    if (this.#queue.length > 0) this.#takeLater();
    else {
      this.member.drained();
      if (this.#ending) this.#reconnectLater();
    }
    this.#pump();
  }

  #parse(bytes: Uint8Array): void {
    const text = this.#text + decoder.decode(bytes);
    const events = text.replace(/^(?::.*\n|\n)+/, '').split('\n\n'); // what is between events is none
    this.#text = events.pop() as string;
    for (const event of events) {
      const number = Number(/^data: (\d+)$/m.exec(event)?.[1]);
      this.#lastEventId = /^id: (\d+)$/m.exec(event)?.[1] ?? this.#lastEventId;
      // What has no ID comes again where another connection goes on from the last one.
      if (this.#browser.server.hasEventsWithoutId && number <= this.last) continue;
      if (!this.#mayMiss && number !== this.last + 1) {
        this.#fail(`received ${number} after ${this.last}`);
      }
      this.#mayMiss = false;
      if (this.first === 0) this.first = number;
      this.last = number;
      this.received++;
    }
  }

  #reconnectLater(): void {
    this.#ending = false;
    const { clock, dice } = this.#browser;
    const attempt = {};
    this.#attempt = attempt;
    clock.after(dice.between(500, 3000), () =>
      this.run(() => {
        if (this.#attempt === attempt) this.#start();
      }),
    );
  }
}

/** Prints what is called, with SHARING_TRACE=tab3: what a tab of a seed does. */
function trace<T extends object>(target: T, name: string, browser: SimulatedBrowser): T {
  return new Proxy(target, {
    get(object, key) {
      const value = Reflect.get(object, key, object);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (!['now', 'queued', 'received', 'deliver'].includes(String(key)))
          console.log(
            browser.clock.now,
            name,
            (target as { phase?: string }).phase ?? '',
            String(key),
            JSON.stringify(
              args.map((a) => (a instanceof Uint8Array ? new TextDecoder().decode(a) : a)),
            )?.slice(0, 260),
          );
        return value.apply(object, args);
      };
    },
  });
}

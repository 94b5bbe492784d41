import type { Limits } from '../../../web/connection/sharing/limits.ts';
import type { Message } from '../../../web/connection/sharing/messages.ts';
import { Clock, Dice } from './clock.ts';
import { SimulatedServer } from './simulated-server.ts';
import { SimulatedTab } from './simulated-tab.ts';

const kLimits: Limits = {
  ring: 600,
  queue: 400,
  event: 10_000,
  answer: 1000,
  silence: 10_000,
  collect: 100,
  skip: 3000,
  merge: 2000,
  pulse: 100,
  hidden: 8000,
};

interface LockRequest {
  readonly tab: SimulatedTab;
}

/** Tabs of one origin, their lock and their channel. */
export class SimulatedBrowser {
  readonly clock = new Clock();
  readonly dice: Dice;
  readonly server: SimulatedServer;
  readonly tabs = new Set<SimulatedTab>();
  /** Whether messages are on time. */
  isCalm = false;
  opened = 0;
  messages = 0;
  readonly #requests = new Map<SimulatedTab, LockRequest>();
  #holder: LockRequest | undefined;
  #waiting: LockRequest[] = [];
  readonly #arrivals = new Map<string, number>(); // of the latest message from one tab to another
  #crashes = new Map<SimulatedTab, number>(); // what was sent after this time is lost

  constructor(seed: number) {
    this.dice = new Dice(seed);
    this.server = new SimulatedServer(this.clock, this.dice);
  }

  open(): SimulatedTab {
    const tab = new SimulatedTab(`tab${++this.opened}`, kLimits, this);
    this.tabs.add(tab);
    return tab;
  }

  close(tab: SimulatedTab): void {
    tab.close();
    this.#remove(tab);
  }

  crash(tab: SimulatedTab): void {
    tab.crash();
    // Not all that it sent in the last moment has left its process.
    this.#crashes.set(tab, this.clock.now - this.dice.between(0, 30));
    this.#remove(tab);
  }

  #remove(tab: SimulatedTab): void {
    this.tabs.delete(tab);
    this.releaseLock(tab);
  }

  broadcast(from: SimulatedTab, message: Message): void {
    this.messages++;
    const sent = this.clock.now;
    const copy = structuredClone(message);
    const isLagging = !this.isCalm && this.dice.chance(0.02);
    for (const tab of this.tabs) {
      if (tab === from) continue;
      const pair = `${from.name} ${tab.name}`;
      const delay = isLagging ? this.dice.between(100, 2500) : this.dice.between(0, 8);
      const arrival = Math.max(this.#arrivals.get(pair) ?? 0, sent + delay);
      this.#arrivals.set(pair, arrival);
      this.clock.after(arrival - sent, () => {
        const lostFrom = this.#crashes.get(from);
        if (lostFrom === undefined || sent < lostFrom) tab.run(() => tab.member.message(copy));
      });
    }
  }

  requestLock(tab: SimulatedTab): void {
    const request = { tab };
    this.#requests.set(tab, request);
    this.clock.after(this.dice.between(0, 5), () => {
      if (!this.#isCurrent(request)) return;
      if (this.#holder === undefined) {
        this.#grant(request);
        return;
      }
      this.#waiting.push(request);
      tab.run(() => this.#isCurrent(request) && tab.member.lockIsTaken());
    });
  }

  releaseLock(tab: SimulatedTab): void {
    this.#requests.delete(tab);
    this.#waiting = this.#waiting.filter((request) => request.tab !== tab);
    if (this.#holder?.tab !== tab) return;
    this.#holder = undefined;
    const next = this.#waiting.shift();
    if (next) this.#grant(next);
  }

  #grant(request: LockRequest): void {
    const { tab } = request;
    this.#holder = request;
    this.clock.after(this.dice.between(0, 5), () => {
      tab.run(() => this.#isCurrent(request) && tab.member.locked());
    });
  }

  /** A tab hears nothing any more of what it has released. */
  #isCurrent(request: LockRequest): boolean {
    return this.#requests.get(request.tab) === request;
  }

  get leaders(): SimulatedTab[] {
    return [...this.tabs].filter(({ member }) => member.phase === 'leading');
  }
}

import type { Clock, Dice } from './clock.ts';

/** What a tab hears of its connection. */
export interface ServedTab {
  onResponse(): void;
  onChunk(chunk: Uint8Array): void;
  onEnd(by: 'end' | 'broken' | 'none'): void;
}

const encoder = new TextEncoder();

/** Numbered events. A connection can resume from each that has an ID, and then brings all that follow. */
export class SimulatedServer {
  last = 0; // the number of the latest event
  isDown = false;
  isQuiet = false;
  /** Whether every third one is without an ID. */
  hasEventsWithoutId = false;
  requests = 0;
  readonly connections = new Set<ServedConnection>();
  readonly clock: Clock;
  readonly dice: Dice;

  constructor(clock: Clock, dice: Dice) {
    this.clock = clock;
    this.dice = dice;
  }

  /** @param id the last event ID */
  connect(id: string, tab: ServedTab): ServedConnection {
    this.requests++;
    const connection = new ServedConnection(this, id === '' ? undefined : Number(id), tab);
    this.connections.add(connection);
    return connection;
  }

  send(): void {
    if (this.isQuiet) return;
    this.last++;
    for (const connection of this.connections) connection.send();
  }

  endAll(by: 'end' | 'broken'): void {
    for (const connection of this.connections) connection.end(by);
  }
}

export class ServedConnection {
  #next: number | undefined; // the number of the event to send
  readonly #server: SimulatedServer;
  readonly #tab: ServedTab;
  #isOpen = false;
  #arrival = 0; // of what was sent last

  constructor(server: SimulatedServer, id: number | undefined, tab: ServedTab) {
    this.#server = server;
    this.#tab = tab;
    this.#next = id === undefined ? undefined : id + 1;
    this.#later(() => {
      if (server.isDown) {
        this.drop();
        tab.onEnd('none');
        return;
      }
      this.#isOpen = true;
      this.#next ??= server.last + 1;
      tab.onResponse();
      this.send();
    });
  }

  /** Sends what there is, in chunks that begin and end anywhere. */
  send(): void {
    if (!this.#isOpen) return;
    const { dice, last } = this.#server;
    let text = '';
    for (; (this.#next as number) <= last; this.#next = (this.#next as number) + 1) {
      if (dice.chance(0.1)) text += ': comment\n';
      const hasId = !this.#server.hasEventsWithoutId || (this.#next as number) % 3 !== 0;
      if (hasId) text += `id: ${this.#next}\n`;
      text += `data: ${this.#next}\n\n`;
    }
    for (let rest = encoder.encode(text); rest.length > 0; ) {
      const chunk = rest.slice(0, dice.chance(0.7) ? rest.length : dice.between(1, rest.length));
      rest = rest.slice(chunk.length);
      this.#later(() => this.#tab.onChunk(chunk));
    }
  }

  end(by: 'end' | 'broken'): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#later(() => {
      this.drop();
      this.#tab.onEnd(by);
    });
  }

  /** By the tab: it hears nothing any more. */
  drop(): void {
    this.#isOpen = false;
    this.#server.connections.delete(this);
  }

  #later(run: () => void): void {
    const { clock, connections, dice } = this.#server;
    this.#arrival = Math.max(this.#arrival, clock.now + dice.between(1, 40));
    clock.after(this.#arrival - clock.now, () => {
      if (connections.has(this)) run();
    });
  }
}

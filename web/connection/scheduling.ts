// Ways to go on later. Not by timers: those are clamped in nested use, throttled to seconds in hidden
// pages, and stand still while tests use fake ones. Only where there is no channel a timer has to do.

/** Resolves in a task of its own, after what the browser has already queued (input, rendering, timers). */
export function nextTask(): Promise<void> {
  return inTurns(() => false);
}

/** As much of the platform's Scheduler as is needed; not every engine has it. */
interface TaskScheduler {
  postTask?(callback: () => void, options: { priority: 'user-blocking' }): void;
}

/**
 * Resolves in a task of its own, as soon as there can be one. The message of a channel takes milliseconds
 * while a page starts, as it goes by way of another thread; ten in WebKit, as it goes by way of another process.
 */
export function ownTask(): Promise<void> {
  const { scheduler, clearTimeout } = globalThis as typeof globalThis & {
    scheduler?: TaskScheduler;
  };
  return new Promise((resolve) => {
    if (typeof scheduler?.postTask === 'function') {
      scheduler.postTask(resolve, { priority: 'user-blocking' });
      return;
    }
    const timer = setTimeout(resolve); // a throttled or fake one comes later than the message
    void nextTask().then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Resolves after the microtasks that are queued, and those they queue in turn: four levels deep, more
 * than a listener that awaits a promise in a function or two leads to.
 */
export async function microtasks(): Promise<void> {
  for (let level = 0; level < 4; level++) await undefined;
}

/**
 * Calls `step` until it returns false, each time after all microtasks that the call before has led to;
 * the first time in a task of its own. Resolves then.
 */
export function inTurns(step: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const channel = keptChannel ?? openChannel();
    if (channel !== undefined) {
      channel.run({ step, resolve });
      return;
    }
    const again = () => (step() ? setTimeout(again) : resolve());
    setTimeout(again);
  });
}

type Ports = readonly [MessagePort | BroadcastChannel, MessagePort | BroadcastChannel];

interface Turns {
  readonly step: () => boolean;
  readonly resolve: () => void;
}

/** Listeners of a message: the first two show whether there can be more; then twice as many, up to these. */
const kMostListeners = 256;

/** Undefined until a channel has found out. */
let drainsBetweenListeners: boolean | undefined;

/**
 * Only the engine can say when no microtask is left. It runs them all after each listener that it calls
 * by itself ("clean up after running script", HTML 8.1.4.4). So each message has many listeners, which
 * costs a tenth of a task for each step. Where the listeners are called by a script (in Node) there are
 * no microtasks between them: then each step has a message of its own.
 */
class TurnChannel {
  readonly #ports: Ports;
  readonly #queue: Turns[] = []; // one for each message on its way
  #listeners = 0;
  #message: Event | undefined; // the one at hand
  #turns: Turns | undefined; // which it is for, until they are over
  #called = 0; // listeners
  #haveMicrotasksRun = false;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#listen(2);
    (ports[0] as Partial<MessagePort>).start?.();
  }

  run(turns: Turns): void {
    this.#queue.push(turns);
    this.#ports[1].postMessage(null);
  }

  #listen(count: number): void {
    const [port] = this.#ports;
    for (let i = 0; i < count; i++) {
      port.addEventListener('message', (message) => this.#onMessage(message));
    }
    this.#listeners += count;
  }

  #onMessage(message: Event): void {
    if (message !== this.#message) {
      this.#message = message;
      this.#turns = this.#queue.shift();
      this.#called = 0;
      if (drainsBetweenListeners === undefined) void this.#runMicrotask();
    } else {
      drainsBetweenListeners ??= this.#haveMicrotasksRun;
    }
    const turns = this.#turns;
    const called = ++this.#called;
    if (turns === undefined) return;
    if (called === 1 || drainsBetweenListeners) {
      const goesOn = turns.step();
      // The messages of a polyfill may come while a step is taken.
      this.#message = message;
      this.#called = called;
      this.#turns = goesOn ? turns : undefined;
      if (!goesOn) {
        turns.resolve();
        if (this !== keptChannel) for (const port of this.#ports) port.close();
        message.stopImmediatePropagation(); // those of a polyfill have no such method
        return;
      }
    }
    if (called !== this.#listeners) return;
    if (drainsBetweenListeners) this.#listen(Math.min(called, kMostListeners - called));
    this.run(turns);
  }

  async #runMicrotask(): Promise<void> {
    this.#haveMicrotasksRun = false;
    await undefined;
    this.#haveMicrotasksRun = true;
  }
}

/** In a browser: to make a channel takes several times as long as a message does. */
let keptChannel: TurnChannel | undefined;

function openChannel(): TurnChannel | undefined {
  const ports = openPorts();
  if (ports === undefined) return undefined;
  const channel = new TurnChannel(ports);
  // Elsewhere an open port can keep the process alive, and has all its messages in one task.
  if (typeof location === 'object' && !('unref' in ports[0])) keptChannel = channel;
  return channel;
}

function openPorts(): Ports | undefined {
  if (typeof MessageChannel === 'function') {
    const { port1, port2 } = new MessageChannel();
    return [port1, port2];
  }
  // Environments of Jest have only this one.
  if (typeof BroadcastChannel !== 'function') return undefined;
  const name = `eventsource-wasm ${Math.random()}`;
  return [new BroadcastChannel(name), new BroadcastChannel(name)];
}

// Ways to go on later. Not by timers: those are clamped in nested use, throttled to seconds in hidden
// pages, and stand still while tests use fake ones. Only where there is no channel a timer has to do.

type Ports = readonly [MessagePort | BroadcastChannel, MessagePort | BroadcastChannel];

/** In a browser: to make a channel takes several times as long as a message does. */
let keptPorts: Ports | undefined;

/** Resolves in a task of its own, after what the browser has already queued (input, rendering, timers). */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const ports = keptPorts ?? openChannel();
    if (ports === undefined) {
      setTimeout(resolve);
      return;
    }
    const [to, from] = ports;
    // Elsewhere an open port can keep the process alive, and has all its messages in one task.
    if (typeof location === 'object' && !('unref' in to)) keptPorts = ports;
    to.addEventListener(
      'message',
      (event) => {
        event.stopImmediatePropagation(); // others wait for messages of their own
        if (ports !== keptPorts) for (const port of ports) port.close();
        resolve();
      },
      { once: true },
    );
    (to as Partial<MessagePort>).start?.();
    from.postMessage(null);
  });
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

function openChannel(): Ports | undefined {
  if (typeof MessageChannel === 'function') {
    const { port1, port2 } = new MessageChannel();
    return [port1, port2];
  }
  // Environments of Jest have only this one.
  if (typeof BroadcastChannel !== 'function') return undefined;
  const name = `eventsource-wasm ${Math.random()}`;
  return [new BroadcastChannel(name), new BroadcastChannel(name)];
}

/**
 * Resolves after the microtasks that are queued, and those they queue in turn: four levels deep, more
 * than a listener that awaits a promise in a function or two leads to.
 */
export async function microtasks(): Promise<void> {
  for (let level = 0; level < 4; level++) await undefined;
}

/** Steps in one task, before the page has its turn; 2 show whether there can be more than one. */
const kStepsPerTask = 64;
const kStepsOfTrial = 2;

/** Undefined until inTurns() has found out. */
let drainsBetweenListeners: boolean | undefined;

/**
 * Calls `step` until it returns false, each time after all microtasks that the call before has led to.
 * Resolves then.
 *
 * Only the engine can say when no microtask is left. It runs them all after each listener that it calls
 * by itself ("clean up after running script", HTML 8.1.4.4). So one event is fired at a port that has
 * many listeners, which costs a tenth of a task for each step. Where the listeners are called by a
 * script (in Node) there are no microtasks between them: then each step has a task of its own.
 */
export function inTurns(step: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel !== 'function') {
      const again = () => (step() ? void nextTask().then(again) : resolve());
      void nextTask().then(again);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    const steps = drainsBetweenListeners ? kStepsPerTask : kStepsOfTrial;
    let taken = 0; // of the task at hand
    let haveMicrotasksRun = false;
    const listener = (event: Event) => {
      if (drainsBetweenListeners === undefined) {
        if (taken > 0) drainsBetweenListeners = haveMicrotasksRun;
        else void runMicrotask();
      }
      if (taken > 0 && drainsBetweenListeners === false) return;
      taken++;
      if (step()) return;
      event.stopImmediatePropagation();
      port1.close();
      resolve();
    };
    const runMicrotask = async () => {
      await undefined;
      haveMicrotasksRun = true;
    };
    for (let i = 0; i < steps; i++) port1.addEventListener('message', (event) => listener(event));
    port1.addEventListener('message', () => {
      taken = 0;
      port2.postMessage(null);
    });
    port1.start();
    port2.postMessage(null);
  });
}

// An event listener (WHATWG DOM 2.7). The platform's list of listeners holds it, too, in place of
// the callback.

import { noteResult } from './async-activity.ts';
import type { ListenerCallback } from './listener-arguments.ts';
import { LightMessageEvent } from './stream-event.ts';

export type EventCallback = (event: Event) => unknown;

/** The list that a listener is in. */
export interface ListenerOwner {
  readonly target: EventTarget;
  remove(listener: Listener): void;
}

/** Events of the platform that carry an event of the stream through a patch's wrappers. */
const carriedEvents = /* @__PURE__ */ new WeakMap<Event, Event>();

/** Makes a platform event that listeners take for the event of the stream that it carries. */
export function carrierFor(streamEvent: Event, type: string): Event {
  const carrier = new Event(type);
  carriedEvents.set(carrier, streamEvent);
  return carrier;
}

function ignore(): void {}

let nextSerialNumber = 0;

export class Listener implements EventListenerObject {
  /** What to call for an event of the stream; null when `call` has to look closer. */
  directCallback: EventCallback | null = null;
  removed = false;
  /** Tells which of two listeners was added first. */
  readonly serialNumber = nextSerialNumber++;
  /** While the signal is followed. */
  #onAbort: (() => void) | undefined;

  constructor(
    readonly list: ListenerOwner,
    public callback: ListenerCallback,
    readonly capture: boolean,
    readonly once: boolean,
    readonly signal: AbortSignal | undefined,
    readonly passive: boolean | undefined,
    readonly isHandler: boolean,
  ) {
    this.setCallback(callback);
    // The platform is told of neither signal nor once: the listener has to leave both lists, which
    // happens here.
    if (signal !== undefined) {
      const hasWeakRef = typeof WeakRef === 'function'; // not in every runtime
      this.#onAbort = removeFromList(hasWeakRef ? new WeakRef(this) : { deref: () => this });
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  setCallback(callback: ListenerCallback): void {
    this.callback = callback;
    if (typeof callback === 'function') {
      this.directCallback = this.once || this.signal ? null : callback;
    } else {
      // An event handler may be set to an object that cannot be called; then nothing happens.
      this.directCallback = this.isHandler ? ignore : null;
    }
  }

  call(event: Event): unknown {
    if (this.signal?.aborted) return undefined;
    if (this.once) this.list.remove(this);
    const { callback } = this;
    if (typeof callback === 'function') return callback.call(this.list.target, event);
    return this.isHandler ? undefined : callback.handleEvent(event);
  }

  /** The platform calls this. What it throws, the platform reports. */
  handleEvent(event: Event): void {
    const streamEvent = carriedEvents.get(event);
    if (streamEvent === undefined) {
      const result = this.call(event);
      if (this.isHandler && result === false) event.preventDefault(); // WHATWG HTML 8.1.8.1
      return;
    }
    try {
      noteResult(this.call(streamEvent));
    } finally {
      if (LightMessageEvent.immediatePropagationStopped(streamEvent))
        event.stopImmediatePropagation();
      else if (LightMessageEvent.propagationStopped(streamEvent)) event.stopPropagation();
    }
  }

  is(callback: ListenerCallback): boolean {
    return this.callback === callback && !this.isHandler && !this.signal?.aborted;
  }

  /** The signal holds nothing of the listener any more. Once aborted, it still keeps it from calls. */
  unfollow(): void {
    if (this.#onAbort === undefined) return;
    this.signal?.removeEventListener('abort', this.#onAbort);
    this.#onAbort = undefined;
  }
}

/**
 * Holds the listener weakly: a signal may live as long as the page, a target should not. It stands
 * outside of the constructor, where a closure would hold `this`, too.
 */
function removeFromList(ref: Pick<WeakRef<Listener>, 'deref'>): () => void {
  return () => {
    const listener = ref.deref();
    listener?.list.remove(listener);
  };
}

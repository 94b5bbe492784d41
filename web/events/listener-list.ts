/**
 * The event listeners of one type at one target, in two lists that are kept in step: our own, for
 * events of the stream, and the platform's, for events that a script dispatches. The platform's
 * list holds our `Listener` objects in place of the callbacks.
 */

import type { ListenerCallback, ListenerOptions } from './listener-arguments.ts';
import {
  isAddEventListenerPatched,
  platformAddEventListener,
  platformDispatchEvent,
  platformRemoveEventListener,
} from './platform-event-target.ts';
import { LightMessageEvent, type Occasion } from './stream-event.ts';

type Call = (event: Event) => unknown;

/**
 * Events of the platform that only carry one of the stream through a patch's wrappers, and what
 * they carry.
 */
const carried = /* @__PURE__ */ new WeakMap<Event, Event>();

function ignore(): void {}

/** An event listener (WHATWG DOM 2.7). */
export class Listener implements EventListenerObject {
  /** What to call for an event of the stream; null when `call` has to look closer. */
  direct: Call | null = null;
  removed = false;

  constructor(
    readonly list: ListenerList,
    public callback: ListenerCallback,
    readonly capture: boolean,
    readonly once: boolean,
    readonly signal: AbortSignal | undefined,
    readonly isHandler: boolean,
  ) {
    this.setCallback(callback);
    // The platform is told of neither signal nor once: either way the listener leaves both lists
    // here.
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  setCallback(callback: ListenerCallback): void {
    this.callback = callback;
    if (typeof callback === 'function') {
      this.direct = this.once || this.signal ? null : callback;
    } else {
      // An event handler may be set to an object that cannot be called; then nothing happens.
      this.direct = this.isHandler ? ignore : null;
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
    const streamEvent = carried.get(event);
    if (streamEvent === undefined) {
      const result = this.call(event);
      if (this.isHandler && result === false) event.preventDefault(); // WHATWG HTML 8.1.8.1
      return;
    }
    try {
      this.call(streamEvent);
    } finally {
      if (LightMessageEvent.immediatePropagationStopped(streamEvent))
        event.stopImmediatePropagation();
      else if (LightMessageEvent.propagationStopped(streamEvent)) event.stopPropagation();
    }
  }

  is(callback: ListenerCallback): boolean {
    return this.callback === callback && !this.isHandler && !this.signal?.aborted;
  }

  unfollow(): void {
    this.signal?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => this.list.remove(this);
}

const noListeners: readonly Listener[] = [];

/** Counts what is added, removed and set, at any target: whether anything was, is what is asked. */
export const listening = { revision: 0 };

export class ListenerList {
  /**
   * Never changed in place: a dispatch goes on with the array that it began with (DOM 2.9,
   * "invoke").
   */
  capturing = noListeners;
  bubbling = noListeners;
  /** The listener of the `on…` attribute while that has a value. */
  handler: Listener | null = null;
  /**
   * Whether there may be wrappers around listeners, so that events have to come through the
   * platform.
   */
  wrapped = false;
  /** The only listener, when it is one to be called directly: most targets have no other. */
  only: Call | null = null;
  /** That of the message dispatched last. */
  occasion: Occasion | undefined;
  /** Whether the target has been told that there is, or was, a listener. */
  announced = false;

  constructor(
    readonly target: EventTarget,
    readonly type: string,
  ) {}

  get isEmpty(): boolean {
    return this.bubbling.length === 0 && this.capturing.length === 0;
  }

  /**
   * Gives false when there was nothing to add: the signal has been aborted, or the listener is
   * there already.
   */
  add(callback: ListenerCallback, { capture, once, passive, signal }: ListenerOptions): boolean {
    if (signal?.aborted || this.#find(callback, capture)) return false;
    this.#append(new Listener(this, callback, capture, once, signal, false), passive);
    return true;
  }

  removeCallback(callback: ListenerCallback, capture: boolean): void {
    const listener = this.#find(callback, capture);
    if (listener) this.remove(listener);
  }

  /**
   * Gives true when a listener has been added. An event handler keeps its place until it is set to
   * null.
   */
  setHandler(callback: ListenerCallback | null): boolean {
    if (this.handler && callback) {
      this.handler.setCallback(callback);
      this.#changed();
    } else if (this.handler) {
      this.remove(this.handler);
    } else if (callback) {
      this.handler = new Listener(this, callback, false, false, undefined, true);
      this.#append(this.handler, undefined);
      return true;
    }
    return false;
  }

  remove(listener: Listener): void {
    if (listener.removed) return;
    listener.removed = true;
    listener.unfollow();
    if (this.handler === listener) this.handler = null;
    const isOther = (other: Listener) => other !== listener;
    if (listener.capture) this.capturing = this.capturing.filter(isOther);
    else this.bubbling = this.bubbling.filter(isOther);
    this.#changed();
    platformRemoveEventListener(this.target, this.type, listener, listener.capture);
  }

  /**
   * Dispatches an event of the stream by way of the platform: a plain event goes there in its
   * place.
   */
  fireThroughPlatform(event: Event): void {
    const carrier = new Event(this.type);
    carried.set(carrier, event);
    platformDispatchEvent(this.target, carrier);
  }

  #append(listener: Listener, passive: boolean | undefined): void {
    if (listener.capture) this.capturing = [...this.capturing, listener];
    else this.bubbling = [...this.bubbling, listener];
    this.wrapped ||= isAddEventListenerPatched();
    this.#changed();
    platformAddEventListener(this.target, this.type, listener, {
      capture: listener.capture,
      passive,
    });
  }

  #changed(): void {
    listening.revision++;
    const isOne = this.bubbling.length === 1 && this.capturing.length === 0 && !this.wrapped;
    this.only = isOne ? this.bubbling[0].direct : null;
  }

  #find(callback: ListenerCallback, capture: boolean): Listener | undefined {
    return (capture ? this.capturing : this.bubbling).find((listener) => listener.is(callback));
  }
}

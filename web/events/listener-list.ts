// The event listeners of one type at one target, for events of the stream. Events that a script
// dispatches go by the platform's list, which is filled when the first of them comes, and kept in
// step from then on: in some engines, adding to it takes time in proportion to the types it has.

import { asyncActivity } from './async-activity.ts';
import { carrierFor, type EventCallback, Listener } from './listener.ts';
import type { ListenerCallback, ListenerOptions } from './listener-arguments.ts';
import {
  isAddEventListenerPatched,
  platformAddEventListener,
  platformAddUnpatched,
  platformDispatchEvent,
  platformRemoveEventListener,
} from './platform-event-target.ts';
import type { SharedEventFields } from './stream-event.ts';

const kNoListeners: readonly Listener[] = [];

/**
 * How an event of the stream reaches the listeners: by calling the only callback, as most targets
 * have no other; by going through the list; or through the platform, as there may be wrappers
 * around the listeners.
 */
type DispatchMode = EventCallback | 'list' | 'platform';

export class ListenerList {
  /**
   * Never changed in place: a dispatch goes on with the array that it began with (DOM 2.9,
   * "invoke").
   */
  capturing = kNoListeners;
  bubbling = kNoListeners;
  /** The listener of the `on…` attribute while that has a value. */
  handler: Listener | null = null;
  /** Once it is 'platform', it stays so. */
  mode: DispatchMode = 'list';
  /** Those of the message dispatched last. */
  sharedFields: SharedEventFields | undefined;
  /** Whether the target has been told that there is, or was, a first listener. */
  reportedFirst = false;
  /** Called when the last listener has gone. */
  onEmpty: ((list: ListenerList) => void) | undefined;
  /** Whether the listeners are in the platform's list, too; always so in the mode 'platform'. */
  #isRegistered = false;

  constructor(
    readonly target: EventTarget,
    readonly type: string,
  ) {}

  get isEmpty(): boolean {
    return this.bubbling.length === 0 && this.capturing.length === 0;
  }

  /**
   * Returns false when there was nothing to add: the signal has been aborted, or the listener is
   * there already.
   */
  add(callback: ListenerCallback, { capture, once, passive, signal }: ListenerOptions): boolean {
    if (signal?.aborted || this.#find(callback, capture)) return false;
    this.#append(new Listener(this, callback, capture, once, signal, passive, false));
    return true;
  }

  removeCallback(callback: ListenerCallback, capture: boolean): void {
    const listener = this.#find(callback, capture);
    if (listener) this.remove(listener);
  }

  /**
   * Returns true when a listener has been added. An event handler keeps its place until it is set
   * to null.
   */
  setHandler(callback: ListenerCallback | null): boolean {
    if (this.handler && callback) {
      this.handler.setCallback(callback);
      this.#changed();
    } else if (this.handler) {
      this.remove(this.handler);
    } else if (callback) {
      this.handler = new Listener(this, callback, false, false, undefined, undefined, true);
      this.#append(this.handler);
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
    if (this.#isRegistered) {
      platformRemoveEventListener(this.target, this.type, listener, listener.capture);
    }
    if (this.isEmpty) this.onEmpty?.(this);
  }

  /** Puts the listeners into the platform's list, in the order in which they were added. */
  register(): void {
    if (this.#isRegistered) return;
    this.#isRegistered = true;
    const listeners = [...this.capturing, ...this.bubbling];
    listeners.sort((a, b) => a.serialNumber - b.serialNumber);
    for (const listener of listeners) this.#registerListener(listener, platformAddUnpatched);
  }

  unfollowSignals(): void {
    for (const listener of this.capturing) listener.unfollow();
    for (const listener of this.bubbling) listener.unfollow();
  }

  /** Dispatches an event of the stream by way of the platform, carried by a plain event. */
  fireThroughPlatform(event: Event): void {
    platformDispatchEvent(this.target, carrierFor(event, this.type));
  }

  #append(listener: Listener): void {
    if (this.mode !== 'platform' && isAddEventListenerPatched()) {
      this.mode = 'platform';
      this.register();
    }
    if (listener.capture) this.capturing = [...this.capturing, listener];
    else this.bubbling = [...this.bubbling, listener];
    if (this.#isRegistered) this.#registerListener(listener, platformAddEventListener);
    this.#changed();
  }

  #registerListener(listener: Listener, add: typeof platformAddEventListener): void {
    const { capture, passive } = listener;
    add(this.target, this.type, listener, { capture, passive });
  }

  #changed(): void {
    asyncActivity.revision++;
    if (this.mode === 'platform') return;
    const isSole = this.bubbling.length === 1 && this.capturing.length === 0;
    this.mode = (isSole && this.bubbling[0].directCallback) || 'list';
  }

  #find(callback: ListenerCallback, capture: boolean): Listener | undefined {
    return (capture ? this.capturing : this.bubbling).find((listener) => listener.is(callback));
  }
}

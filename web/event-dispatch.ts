/**
 * Dispatch of the stream's events (WHATWG DOM 2.9, for a target without a parent): as observable as
 * the platform's, at a fraction of its cost.
 */
import { adoptPlatformEvents, LightEvent } from './light-events.ts';
import type { Listener, ListenerList } from './listener-list.ts';
import { requireTwo } from './listener-options.ts';
import { PlatformEventTarget } from './platform-event-target.ts';
import { TargetListeners } from './target-listeners.ts';

export type { ListenerList } from './listener-list.ts';

/**
 * Dispatches a light event at `target`, to the listeners in `list`. What a listener throws is
 * reported and stops nothing. Listeners added meanwhile are not called, ones removed meanwhile are
 * not called any more.
 *
 * @param list What `target.listenersFor(event.type)` gives.
 */
export function fire(target: EventTarget, list: ListenerList, event: Event): void {
  LightEvent.beginDispatch(event);
  if (list.wrapped) {
    list.fireThroughPlatform(event);
  } else {
    if (list.capturing.length !== 0) invoke(target, list.capturing, event);
    // At the target, too, capture listeners come first, and can keep the event from the others.
    if (!LightEvent.propagationStopped(event)) invoke(target, list.bubbling, event);
  }
  LightEvent.endDispatch(event);
}

function invoke(target: EventTarget, listeners: readonly Listener[], event: Event): void {
  for (let i = 0; i < listeners.length; i++) {
    const listener = listeners[i];
    if (listener.removed) continue;
    try {
      const { direct } = listener;
      if (direct !== null) direct.call(target, event);
      else listener.call(target, event);
    } catch (exception) {
      report(exception);
    }
    if (LightEvent.immediatePropagationStopped(event)) return;
  }
}

/**
 * "Report the exception" (WHATWG HTML 8.1.4.6); without `reportError`, as an error that nobody
 * caught.
 */
function report(exception: unknown): void {
  if (typeof reportError === 'function') {
    reportError(exception);
  } else {
    setTimeout(() => {
      throw exception;
    });
  }
}

/**
 * An EventTarget at which `fire` can dispatch. For everyone else it is an EventTarget like any
 * other.
 */
export class StreamEventTarget extends PlatformEventTarget {
  readonly #listeners = new TargetListeners(this, (type) => this.onFirstListener(type));

  constructor() {
    super();
    adoptPlatformEvents();
  }

  /**
   * @throws TypeError for a callback that is neither function nor object, and for a signal that is
   * none.
   */
  override addEventListener(
    type: string,
    callback: EventListenerOrEventListenerObject | null,
    options: boolean | AddEventListenerOptions = false, // the default keeps `length` at 2
  ): void {
    // biome-ignore lint/complexity/noArguments: leaving out the callback is not the same as null
    requireTwo(arguments.length, 'addEventListener');
    this.#listeners.add(type, callback, options);
  }

  /** @throws TypeError for a callback that is neither function nor object. */
  override removeEventListener(
    type: string,
    callback: EventListenerOrEventListenerObject | null,
    options: boolean | EventListenerOptions = false,
  ): void {
    // biome-ignore lint/complexity/noArguments: leaving out the callback is not the same as null
    requireTwo(arguments.length, 'removeEventListener');
    this.#listeners.remove(type, callback, options);
  }

  /** @throws TypeError for an event of a stream: these are dispatched once. */
  override dispatchEvent(event: Event): boolean {
    if (LightEvent.isLight(event)) {
      throw new TypeError(
        "A stream's event cannot be dispatched again; copy it: new MessageEvent(event.type, event)",
      );
    }
    return super.dispatchEvent(event);
  }

  /** The listeners of events of that type: the same object for ever. */
  protected listenersFor(type: string): ListenerList {
    return this.#listeners.listenersFor(type);
  }

  /**
   * Called when a listener or an event handler for events of that type is added for the first time.
   */
  protected onFirstListener(_type: string): void {}

  /** The value of the event handler attribute `on<type>`: a function or object, or null. */
  protected getHandler<Handler = EventListener>(type: string): Handler | null {
    return this.#listeners.getHandler(type) as Handler | null;
  }

  /** Sets `on<type>`. What is neither a function nor an object counts as null. */
  protected setHandler(type: string, value: unknown): void {
    this.#listeners.setHandler(type, value);
  }
}

// All listeners and event handlers of one target: what addEventListener, removeEventListener and
// the `on…` attributes do (WHATWG DOM 2.7, HTML 8.1.8.1).

import { isObject, toAddOptions, toCallback, toCapture } from './listener-arguments.ts';
import { ListenerList } from './listener-list.ts';
import { hidesHandlers, platformDispatchEvent } from './platform-event-target.ts';
import { LightMessageEvent } from './stream-event.ts';

/**
 * So many types are remembered after their last listener has gone: a page that waits for one event
 * after the other, each with a listener of its own, names the same few types again and again.
 */
const kMostUnheardTypes = 64;

export class TargetListeners {
  readonly #lists = new Map<string, ListenerList>();
  /** Lists without listeners that may be forgotten, in the order in which they became empty. */
  readonly #unheard = new Set<ListenerList>();
  readonly #target: EventTarget;
  readonly #onFirst: (type: string, list: ListenerList) => void;
  readonly #onForget: ((type: string) => void) | undefined;

  /**
   * @param onFirst Called when a listener or a handler for events of a type is added for the first
   * time, or for the first time since the type was forgotten.
   * @param onForget Called when nobody has listened to a type for a while: its list is not used any
   * more. Without it, no type is forgotten.
   */
  constructor(
    target: EventTarget,
    onFirst: (type: string, list: ListenerList) => void,
    onForget?: (type: string) => void,
  ) {
    this.#target = target;
    this.#onFirst = onFirst;
    this.#onForget = onForget;
  }

  /** The listeners of events of that type: the same object for ever, the type is not forgotten. */
  listenersFor(type: string): ListenerList {
    const list = this.#listFor(type);
    list.onEmpty = undefined;
    this.#unheard.delete(list);
    return list;
  }

  /**
   * @throws {TypeError} for a callback that is neither function nor object, and for a signal that is
   * none.
   */
  add(type: unknown, callback: unknown, options: unknown): void {
    const name = `${type}`;
    const listener = toCallback(callback);
    const converted = toAddOptions(options);
    if (listener === null || converted.signal?.aborted) return;
    const list = this.#listFor(name);
    if (list.add(listener, converted)) this.#added(list);
  }

  /** @throws {TypeError} for a callback that is neither function nor object. */
  remove(type: unknown, callback: unknown, options: unknown): void {
    const name = `${type}`;
    const listener = toCallback(callback);
    const capture = toCapture(options);
    if (listener !== null) this.#lists.get(name)?.removeCallback(listener, capture);
  }

  /** The value of the event handler attribute `on<type>`. */
  getHandler(type: string): unknown {
    if (hidesHandlers(this.#target)) return null;
    return this.#lists.get(type)?.handler?.callback ?? null;
  }

  /** Sets `on<type>`. What is neither a function nor an object counts as null. */
  setHandler(type: string, value: unknown): void {
    const list = this.#listFor(type);
    if (list.setHandler(isObject(value) ? (value as unknown as EventListener) : null))
      this.#added(list);
  }

  /**
   * What the target's dispatchEvent does.
   *
   * @throws {TypeError} for an event of a stream: to pass one on, copy it
   */
  dispatch(event: Event): boolean {
    LightMessageEvent.rejectRedispatch(event);
    this.#lists.get(event?.type)?.register();
    return platformDispatchEvent(this.#target, event);
  }

  /**
   * The target is closed: nothing outside keeps its listeners from now on. They still hear events
   * that scripts dispatch, unless their signal has been aborted.
   */
  release(): void {
    for (const list of this.#lists.values()) list.unfollowSignals();
  }

  #listFor(type: string): ListenerList {
    let list = this.#lists.get(type);
    if (list === undefined) {
      list = new ListenerList(this.#target, type);
      if (this.#onForget) list.onEmpty = this.#emptied;
      this.#lists.set(type, list);
    }
    return list;
  }

  #added(list: ListenerList): void {
    this.#unheard.delete(list);
    if (list.reportedFirst) return;
    list.reportedFirst = true;
    this.#onFirst(list.type, list);
  }

  readonly #emptied = (list: ListenerList): void => {
    this.#unheard.add(list);
    if (this.#unheard.size <= kMostUnheardTypes) return;
    const [oldest] = this.#unheard;
    this.#unheard.delete(oldest);
    this.#lists.delete(oldest.type);
    this.#onForget?.(oldest.type);
  };
}

// All listeners and event handlers of one target: what addEventListener, removeEventListener and
// the `on…` attributes do (WHATWG DOM 2.7, HTML 8.1.8.1).

import { toAddOptions, toCallback, toCapture } from './listener-arguments.ts';
import { ListenerList } from './listener-list.ts';

export class TargetListeners {
  readonly #lists = new Map<string, ListenerList>();
  readonly #target: EventTarget;
  readonly #onFirst: (type: string) => void;

  /**
   * @param onFirst Called when a listener or a handler for events of a type is added for the first
   * time.
   */
  constructor(target: EventTarget, onFirst: (type: string) => void) {
    this.#target = target;
    this.#onFirst = onFirst;
  }

  /** The listeners of events of that type: the same object for ever. */
  listenersFor(type: string): ListenerList {
    let list = this.#lists.get(type);
    if (list === undefined) {
      list = new ListenerList(this.#target, type);
      this.#lists.set(type, list);
    }
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
    if (listener === null) return;
    const list = this.listenersFor(name);
    if (list.add(listener, converted)) this.#reportFirst(list);
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
    return this.#lists.get(type)?.handler?.callback ?? null;
  }

  /** Sets `on<type>`. What is neither a function nor an object counts as null. */
  setHandler(type: string, value: unknown): void {
    const isObject = typeof value === 'function' || (typeof value === 'object' && value !== null);
    const list = this.listenersFor(type);
    if (list.setHandler(isObject ? (value as EventListener) : null)) this.#reportFirst(list);
  }

  #reportFirst(list: ListenerList): void {
    if (list.reportedFirst) return;
    list.reportedFirst = true;
    this.#onFirst(list.type);
  }
}

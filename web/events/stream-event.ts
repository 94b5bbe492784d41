// Light events: what a listener of the stream is given. `new MessageEvent` costs microseconds in some
// engines, one of these costs nanoseconds, and they cannot be told apart by `instanceof`,
// `constructor`, `toString` or any member of Event (WHATWG DOM 2.2) and MessageEvent (WHATWG HTML
// 9.1).
//
// But a light event is no platform object: `other.dispatchEvent(event)` throws a TypeError. To pass
// one on, copy it: `other.dispatchEvent(new MessageEvent(event.type, event))`.

import { inheritFromPlatform } from './platform-prototypes.ts';
import { makeEnumerable } from './web-idl.ts';

// The flags of an event (DOM 2.2). All are unset when its dispatch is over.
const kDispatch = 1;
const kStopPropagation = 2;
const kStopImmediatePropagation = 4;

/** When events were made, by both clocks. An object, so that two differ even if they give the same time. */
interface Timestamp {
  readonly wallTime: number;
  /** By the monotonic clock; read when somebody asks, as it takes long to read, and few do. */
  time: DOMHighResTimeStamp | undefined;
}

/** What the events of one type that come from one chunk have in common. */
export interface SharedEventFields {
  readonly type: string;
  readonly target: EventTarget;
  readonly origin: string;
  readonly timestamp: Timestamp;
}

let currentTimestamp: Timestamp = { wallTime: 0, time: 0 };
let latestTime = 0; // that was given out

/** Events that are made from now on have the time `wallTime`: that of `Date.now()`, just read. */
export function beginEvents(wallTime: number): void {
  currentTimestamp = { wallTime, time: undefined };
}

/** Precise at once, and up to 2 ms late when time has passed since; times do not go back. */
function timeOf(timestamp: Timestamp): DOMHighResTimeStamp {
  if (timestamp.time === undefined) {
    const elapsed = Math.max(0, Date.now() - timestamp.wallTime - 1); // at least
    latestTime = Math.max(latestTime, performance.now() - elapsed);
    timestamp.time = latestTime;
  }
  return timestamp.time;
}

const kNoPorts: ReadonlyArray<MessagePort> = /* @__PURE__ */ Object.freeze([]);

/**
 * An event that carries a message of the stream: an instance of MessageEvent, once
 * `adoptPlatformEvents` has run. Trusted, does not bubble, cannot be cancelled.
 *
 * One class with few fields and no base: objects of a derived class take twice the time to make.
 */
export class LightMessageEvent implements MessageEvent<string> {
  declare readonly NONE: 0;
  declare readonly CAPTURING_PHASE: 1;
  declare readonly AT_TARGET: 2;
  declare readonly BUBBLING_PHASE: 3;

  // Private, so that an event has no own keys and its members cannot be written to.
  #shared: SharedEventFields;
  #flags: number;
  #data: string;
  #lastEventId: string;

  constructor(shared: SharedEventFields, data: string, lastEventId: string) {
    this.#shared = shared;
    this.#flags = 0;
    this.#data = data;
    this.#lastEventId = lastEventId;
  }

  /** @throws {TypeError} for an event of a stream, which is dispatched once */
  static rejectRedispatch(value: unknown): void {
    if (typeof value !== 'object' || value === null || !(#flags in value)) return;
    throw new TypeError(
      'An event of a stream cannot be dispatched again; copy it: new MessageEvent(event.type, event)',
    );
  }

  static beginDispatch(event: Event): void {
    (event as LightMessageEvent).#flags = kDispatch;
  }

  static endDispatch(event: Event): void {
    (event as LightMessageEvent).#flags = 0;
  }

  static propagationStopped(event: Event): boolean {
    return ((event as LightMessageEvent).#flags & kStopPropagation) !== 0;
  }

  static immediatePropagationStopped(event: Event): boolean {
    return ((event as LightMessageEvent).#flags & kStopImmediatePropagation) !== 0;
  }

  get type(): string {
    return this.#shared.type;
  }
  get target(): EventTarget {
    return this.#shared.target;
  }
  get srcElement(): EventTarget {
    return this.#shared.target;
  }
  get currentTarget(): EventTarget | null {
    return this.#flags === 0 ? null : this.#shared.target;
  }
  get eventPhase(): number {
    return this.#flags === 0 ? 0 : 2; // NONE, AT_TARGET
  }
  get timeStamp(): DOMHighResTimeStamp {
    return timeOf(this.#shared.timestamp);
  }
  get isTrusted(): boolean {
    return true;
  }
  get bubbles(): boolean {
    return false;
  }
  get cancelable(): boolean {
    return false;
  }
  get composed(): boolean {
    return false;
  }
  get defaultPrevented(): boolean {
    return false;
  }
  get returnValue(): boolean {
    return true;
  }
  set returnValue(_value: boolean) {
    // Setting it to false prevents the default of a cancelable event only.
  }
  get cancelBubble(): boolean {
    return (this.#flags & kStopPropagation) !== 0;
  }
  set cancelBubble(value: boolean) {
    if (value) this.#flags |= kStopPropagation;
  }
  composedPath(): EventTarget[] {
    return this.#flags === 0 ? [] : [this.#shared.target];
  }
  stopPropagation(): void {
    this.#flags |= kStopPropagation;
  }
  stopImmediatePropagation(): void {
    this.#flags |= kStopPropagation | kStopImmediatePropagation;
  }
  preventDefault(): void {
    // Does nothing for an event that is not cancelable.
  }
  /** Does nothing, as for any event during its dispatch; a light event has no second one. */
  initEvent(_type: string, _bubbles?: boolean, _cancelable?: boolean): void {}

  get data(): string {
    return this.#data;
  }
  get origin(): string {
    return this.#shared.origin;
  }
  get lastEventId(): string {
    return this.#lastEventId;
  }
  get source(): null {
    return null;
  }
  get ports(): ReadonlyArray<MessagePort> {
    return kNoPorts;
  }
  /** Does nothing, see `initEvent`. */
  initMessageEvent(_type: string): void {}

  get [Symbol.toStringTag](): string {
    return 'MessageEvent';
  }
}

/**
 * An event of the stream that is no MessageEvent, such as `open`. Subclasses (the `error` event) are
 * instances of Event, too, once `adoptPlatformEvents` has run.
 */
export class LightEvent extends LightMessageEvent {
  /** @param target What the event will be dispatched at. */
  constructor(type: string, target: EventTarget) {
    super(
      { type, target, origin: '', timestamp: { wallTime: 0, time: performance.now() } },
      '',
      '',
    );
  }

  override get [Symbol.toStringTag](): string {
    return 'Event';
  }
}

/** Shapes a class of light events like an interface: its `constructor` is the Event behind LightEvent.prototype. */
export function shapeAsEvent(prototype: object): void {
  Reflect.deleteProperty(prototype, 'constructor');
  makeEnumerable(prototype); // for who prints an event, Node's console for one
}

let adopted = false;

/**
 * Puts the platform's Event.prototype and MessageEvent.prototype behind those of the light events.
 * Not done on import, which must work where there are no events; to be called before the first light
 * event is made.
 */
export function adoptPlatformEvents(): void {
  if (adopted) return;
  makeEnumerable(LightMessageEvent.prototype);
  const {
    constructor: _constructor,
    [Symbol.toStringTag]: _tag,
    data,
    origin,
    lastEventId,
    source,
    ports,
    initMessageEvent,
    ...members
  } = Object.getOwnPropertyDescriptors(LightMessageEvent.prototype);
  // The private state comes with the constructor; the prototypes need not be linked, so that those
  // of the platform can take that place.
  Object.defineProperties(LightEvent.prototype, members);
  inheritFromPlatform(LightEvent.prototype, globalThis.Event);
  inheritFromPlatform(LightMessageEvent.prototype, globalThis.MessageEvent);
  adopted = true; // not before: what throws is tried again
}

/**
 * The shared fields of an event that is made now: `last`, those of the previous event of its type,
 * as long as they hold.
 *
 * @param origin The serialised origin of the stream's final URL.
 */
export function sharedFieldsOf(
  last: SharedEventFields | undefined,
  type: string,
  target: EventTarget,
  origin: string,
): SharedEventFields {
  return last !== undefined && last.timestamp === currentTimestamp && last.origin === origin
    ? last
    : { type, target, origin, timestamp: currentTimestamp };
}

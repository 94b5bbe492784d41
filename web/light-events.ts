/**
 * Light events: what a listener of the stream gets. `new MessageEvent` costs microseconds in some
 * engines, one of these costs nanoseconds, and both answer every question alike: `instanceof`,
 * `constructor`, `toString`, all members of Event (WHATWG DOM 2.2) and MessageEvent (WHATWG HTML
 * 9.1).
 *
 * One thing they cannot do is to pass for a platform object: `other.dispatchEvent(event)` throws a
 * TypeError. To pass one on, copy it: `other.dispatchEvent(new MessageEvent(event.type, event))`.
 */
import { graft } from './event-prototypes.ts';

// The flags of an event that is being dispatched (DOM 2.2). All are unset when the dispatch is
// over.
const kDispatch = 1;
const kStopPropagation = 2;
const kStopImmediatePropagation = 4;

/**
 * A reading of the clock. An object, because a number of its own in every event would cost an
 * allocation.
 */
interface Moment {
  readonly timeStamp: DOMHighResTimeStamp;
}

let moment: Moment | undefined;

/**
 * The events made in one go (a chunk of the stream) share one reading of the clock, taken with the
 * first.
 */
function now(): Moment {
  moment = { timeStamp: performance.now() };
  forgetMoment();
  return moment;
}

// `await`, not queueMicrotask: fake timers and Zone.js replace the latter.
async function forgetMoment(): Promise<void> {
  await undefined;
  moment = undefined;
}

/**
 * An event of the stream that is no MessageEvent, such as `open`: trusted, does not bubble, cannot
 * be cancelled. Subclasses (the `error` event) are instances of Event, too, once
 * `adoptPlatformEvents` has run.
 */
export class LightEvent implements Event {
  declare readonly NONE: 0;
  declare readonly CAPTURING_PHASE: 1;
  declare readonly AT_TARGET: 2;
  declare readonly BUBBLING_PHASE: 3;

  // Private, so that an event has no own keys and its members cannot be written to.
  #type: string;
  #target: EventTarget;
  #moment: Moment;
  #flags = 0;

  /** @param target What the event will be dispatched at. */
  constructor(type: string, target: EventTarget) {
    this.#type = type;
    this.#target = target;
    this.#moment = moment ?? now();
  }

  static isLight(value: unknown): boolean {
    return typeof value === 'object' && value !== null && #flags in value;
  }

  static beginDispatch(event: Event): void {
    (event as LightEvent).#flags = kDispatch;
  }

  static endDispatch(event: Event): void {
    (event as LightEvent).#flags = 0;
  }

  static propagationStopped(event: Event): boolean {
    return ((event as LightEvent).#flags & kStopPropagation) !== 0;
  }

  static immediatePropagationStopped(event: Event): boolean {
    return ((event as LightEvent).#flags & kStopImmediatePropagation) !== 0;
  }

  get type(): string {
    return this.#type;
  }
  get target(): EventTarget {
    return this.#target;
  }
  get srcElement(): EventTarget {
    return this.#target;
  }
  get currentTarget(): EventTarget | null {
    return this.#flags === 0 ? null : this.#target;
  }
  get eventPhase(): number {
    return this.#flags === 0 ? 0 : 2; // NONE, AT_TARGET
  }
  get timeStamp(): DOMHighResTimeStamp {
    return this.#moment.timeStamp;
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
    return this.#flags === 0 ? [] : [this.#target];
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

  get [Symbol.toStringTag](): string {
    return 'Event';
  }
}

const noPorts: ReadonlyArray<MessagePort> = /* @__PURE__ */ Object.freeze([]);

/**
 * An event that carries a message of the stream: an instance of MessageEvent, once
 * `adoptPlatformEvents` has run.
 */
class LightMessageEvent extends LightEvent implements MessageEvent<string> {
  #data: string;
  #origin: string;
  #lastEventId: string;

  constructor(
    type: string,
    data: string,
    origin: string,
    lastEventId: string,
    target: EventTarget,
  ) {
    super(type, target);
    this.#data = data;
    this.#origin = origin;
    this.#lastEventId = lastEventId;
  }

  get data(): string {
    return this.#data;
  }
  get origin(): string {
    return this.#origin;
  }
  get lastEventId(): string {
    return this.#lastEventId;
  }
  get source(): null {
    return null;
  }
  get ports(): ReadonlyArray<MessagePort> {
    return noPorts;
  }
  /** Does nothing, see `initEvent`. */
  initMessageEvent(_type: string): void {}

  override get [Symbol.toStringTag](): string {
    return 'MessageEvent';
  }
}

let adopted = false;

/**
 * Puts the platform's Event.prototype and MessageEvent.prototype behind those of the light events.
 * Not done on import, which must work where there are no events; to be called before the first
 * light event is made (StreamEventTarget's constructor does).
 */
export function adoptPlatformEvents(): void {
  if (adopted) return;
  adopted = true;
  graft(LightEvent.prototype, globalThis.Event, {});
  // The private state of LightEvent comes with its constructor; the prototypes need not be linked,
  // so that MessageEvent.prototype can take that place.
  graft(LightMessageEvent.prototype, globalThis.MessageEvent, LightEvent.prototype);
}

/**
 * Makes the event for a message of the stream (WHATWG HTML 9.2.6, "dispatch the event").
 *
 * @param origin The serialised origin of the stream's final URL.
 * @param lastEventId The last event ID string of the event source.
 */
export function createMessageEvent(
  type: string,
  data: string,
  origin: string,
  lastEventId: string,
  target: EventTarget,
): MessageEvent<string> {
  return new LightMessageEvent(type, data, origin, lastEventId, target);
}

/** Makes an event without a message, such as `open`. */
export function createEvent(type: string, target: EventTarget): Event {
  return new LightEvent(type, target);
}

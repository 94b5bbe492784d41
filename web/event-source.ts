// The EventSource interface, HTML 9.2.2, as its Web IDL defines it, and what goes beyond the standard.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface

/// <reference lib="esnext.disposable" preserve="true" />
import { Connection } from './connection/connection.ts';
import { type ConnectionObserver, kObserve } from './connection/connection-sink.ts';
import type { EventSourceCloseInfo } from './connection/lifetime.ts';
import { SharedTransport } from './connection/shared-transport.ts';
import type { EventSourceStats } from './connection/stats.ts';
import { fire } from './events/dispatch.ts';
import { LightErrorEvent } from './events/error-event.ts';
import type {
  AnyHandler,
  EventMap,
  EventOf,
  EventSourceIterator,
  Handler,
  IteratedEvent,
  Listener,
} from './events/event-types.ts';
import { requireTwo } from './events/listener-arguments.ts';
import { overrideWhen } from './events/observable.ts';
import { LightOpenEvent } from './events/open-event.ts';
import { PlatformEventTarget } from './events/platform-event-target.ts';
import { adoptPlatformEvents } from './events/stream-event.ts';
import { TargetListeners } from './events/target-listeners.ts';
import { makeDisposable, shapeAsInterface } from './events/web-idl.ts';
import type { ResponseHead } from './failures/response-head.ts';
import type { EventSourceInit } from './options/options.ts';
import { kNoOptions, readOptions } from './options/read-options.ts';
import { type SupportedOptions, supportedOptions } from './options/supported-options.ts';
import { FetchTransport } from './request/fetch-transport.ts';
import { kStreamUrl, StreamTransport } from './request/stream-transport.ts';
import { resolveUrl } from './request/url.ts';

const kConstants = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** How fromReadableStream() hands its stream to the constructor. */
let transportOfNext: StreamTransport | undefined;

/**
 * Receives server-sent events. Behaves as the native EventSource does; EventSourceInit lists the
 * additional options, and ConnectionErrorEvent what `error` events tell.
 *
 * ```ts
 * const source = new EventSource<{ price: MessageEvent<string> }>('/prices');
 * source.addEventListener('price', ({ data }) => show(JSON.parse(data)));
 * ```
 *
 * @typeParam Events the event types that the server sends, besides those of EventSourceEventMap
 */
// biome-ignore lint/suspicious/noExplicitAny: so that it stands for those of any types
export class EventSource<Events = any> extends PlatformEventTarget {
  /** Connecting, or waiting to reconnect. HTML 9.2.2. */
  declare static readonly CONNECTING: 0;
  /** Connected: the response has arrived, and its events are being read. HTML 9.2.2. */
  declare static readonly OPEN: 1;
  /** Closed, by `close()` or after a failure that the `error` event described. HTML 9.2.2. */
  declare static readonly CLOSED: 2;
  /** [beyond the standard] An object with the value `true` under the name of each option. */
  static get supportedOptions(): SupportedOptions {
    return supportedOptions();
  }
  /** Connecting, or waiting to reconnect. HTML 9.2.2. */
  declare readonly CONNECTING: 0;
  /** Connected: the response has arrived, and its events are being read. HTML 9.2.2. */
  declare readonly OPEN: 1;
  /** Closed, by `close()` or after a failure that the `error` event described. HTML 9.2.2. */
  declare readonly CLOSED: 2;

  readonly #url: string;
  readonly #withCredentials: boolean;
  readonly #listeners = new TargetListeners(
    this,
    (type, listeners) => this.#connection.events.want(type, listeners),
    (type) => this.#connection.events.forget(type),
  );
  readonly #connection: Connection;

  /**
   * Connects to `url`.
   *
   * @param url resolved against the document's base URL, or the worker's location
   * @throws {DOMException} SyntaxError, when `url` does not parse
   * @throws {TypeError} when an option is wrong; the message names the option and what is allowed
   */
  constructor(url: string | URL, init: EventSourceInit = kNoOptions) {
    // biome-ignore lint/complexity/noArguments: leaving out the URL is not the same as undefined
    if (arguments.length === 0) {
      throw new TypeError(
        "Failed to construct 'EventSource': 1 argument required, but only 0 present",
      );
    }
    // Taken before anything can throw, else the next constructor would find it.
    const stream = transportOfNext;
    transportOfNext = undefined;
    super();
    const text = `${url}`;
    const options = readOptions(init);
    const parsed = resolveUrl(text);
    this.#url = parsed.href;
    this.#withCredentials = options.withCredentials;
    const transport =
      stream ?? new (options.share ? SharedTransport : FetchTransport)(parsed, options);
    const openListeners = this.#listeners.listenersFor('open');
    const errorListeners = this.#listeners.listenersFor('error');
    this.#connection = new Connection(transport, options, this, {
      onOpen: (head) => {
        const { isEmpty } = openListeners;
        fire(openListeners, new LightOpenEvent(head, this));
        return !isEmpty;
      },
      onError: (failure) => fire(errorListeners, new LightErrorEvent('error', failure, this)),
      onEnd: () => this.#listeners.release(),
    });
    adoptPlatformEvents(); // now that the request has left
  }

  /**
   * Creates an EventSource that reads `stream`: the body of a response, say, or the readable side of a
   * TransformStream into which one response after another is piped, with reset() in between. When the stream
   * ends or errors, `error` is fired and the source is closed; it never reconnects, and `reconnect()` does
   * nothing. `url` is about:event-stream. Proposed for the standard: https://github.com/whatwg/html/pull/12272
   *
   * @throws {TypeError} when `stream` is not a ReadableStream, or is locked
   */
  static fromReadableStream(stream: ReadableStream<Uint8Array>): EventSource {
    if (typeof (stream as ReadableStream | null | undefined)?.getReader !== 'function') {
      throw new TypeError(
        "Failed to execute 'fromReadableStream': the argument is not a ReadableStream",
      );
    }
    transportOfNext = new StreamTransport(stream);
    return new EventSource(kStreamUrl);
  }

  /** The URL of the event stream, resolved and serialised. HTML 9.2.2. */
  get url(): string {
    return this.#url;
  }

  /** Whether requests to other origins include credentials, such as cookies. HTML 9.2.2. */
  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  /** CONNECTING (0), which includes waiting to reconnect; OPEN (1); CLOSED (2). HTML 9.2.2. */
  get readyState(): 0 | 1 | 2 {
    return this.#connection.readyState;
  }

  /** The last event ID string; '' if there is none. Proposed for the standard. */
  get lastEventId(): string {
    return this.#connection.events.lastEventId;
  }

  /** The reconnection time in ms: `retryInterval`, or the last `retry` field. Proposed for the standard. */
  get reconnectionTime(): number {
    return this.#connection.reconnectionTime;
  }

  /** Called each time a connection is opened. Default null. HTML 9.2.2. */
  get onopen(): AnyHandler {
    return this.#listeners.getHandler('open') as AnyHandler;
  }
  set onopen(handler: Handler<EventSource<Events>, EventOf<Events, 'open'>>) {
    this.#listeners.setHandler('open', handler);
  }

  /** Called for each event of type `message`, the default type. Default null. HTML 9.2.2. */
  get onmessage(): AnyHandler {
    return this.#listeners.getHandler('message') as AnyHandler;
  }
  set onmessage(handler: Handler<EventSource<Events>, EventOf<Events, 'message'>>) {
    this.#listeners.setHandler('message', handler);
  }

  /** Called when a connection is lost or fails; the event says why. Default null. HTML 9.2.2. */
  get onerror(): AnyHandler {
    return this.#listeners.getHandler('error') as AnyHandler;
  }
  set onerror(handler: Handler<EventSource<Events>, EventOf<Events, 'error'>>) {
    this.#listeners.setHandler('error', handler);
  }

  /** Closes the connection. No more events are fired, not even those already received. HTML 9.2.2. */
  close(): void {
    this.#connection.close();
  }

  /** Discards an incomplete line and event, so that another response may follow. Proposed for the standard. */
  reset(): void {
    this.#connection.reset();
  }

  /** [beyond the standard] Drops the connection or ends the wait, and connects at once, unless closed. */
  reconnect(): void {
    this.#connection.reconnect();
  }

  /** [beyond the standard] The same as close(), for `using`, in engines that have Symbol.dispose. */
  declare [Symbol.dispose]: () => void;

  /**
   * [beyond the standard] Fulfilled when the first connection opens, with the response that its `open` event
   * describes. Rejected if none ever opens: with a ConnectionError, or with an AbortError after `close()`.
   */
  get opened(): Promise<ResponseHead> {
    return this.#connection.lifetime.opened;
  }

  /** [beyond the standard] Fulfilled when the EventSource is closed, with the reason. Never rejected. */
  get closed(): Promise<EventSourceCloseInfo> {
    return this.#connection.lifetime.closed;
  }

  /** [beyond the standard] Counts and times of this source so far. */
  get stats(): EventSourceStats {
    return this.#connection.stats;
  }

  /** @internal For `eventsource-wasm/inspector`. */
  [kObserve](observer: ConnectionObserver): void {
    this.#connection.observe(observer);
  }

  /**
   * [beyond the standard] `for await (const event of source)` iterates over the events of the stream,
   * of all types, in order and across reconnects. Leaving the loop closes the EventSource. Reading
   * pauses while an iterator is not waiting for an event; each of several iterators gets every event.
   * Listeners are called first. `open` and `error` events go to listeners only.
   * The loop ends when the EventSource is closed, and throws a ConnectionError if it failed for good.
   */
  [Symbol.asyncIterator](): EventSourceIterator<IteratedEvent<Events>> {
    const iterator = this.#connection.events.iterate(() => this.close());
    if (this.readyState === kConstants.CLOSED) iterator.end(this.#connection.finalFailure);
    return iterator as unknown as EventSourceIterator<IteratedEvent<Events>>;
  }

  /** For an event type of the standard, or one that the type argument `Events` names. DOM 2.7. */
  override addEventListener<K extends keyof EventMap<Events> & string>(
    type: K,
    listener: Listener<EventSource<Events>, EventMap<Events>[K]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** For any other event type that the server sends. */
  override addEventListener(
    type: string,
    listener: Listener<EventSource<Events>, MessageEvent<string>>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** For a listener that takes any event. */
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: unknown, options: unknown = false): void {
    // biome-ignore lint/complexity/noArguments: leaving out the listener is not the same as null
    requireTwo(arguments.length, 'addEventListener');
    this.#listeners.add(type, listener, options);
  }

  /** For an event type of the standard, or one that the type argument `Events` names. DOM 2.7. */
  override removeEventListener<K extends keyof EventMap<Events> & string>(
    type: K,
    listener: Listener<EventSource<Events>, EventMap<Events>[K]>,
    options?: boolean | EventListenerOptions,
  ): void;
  /** For any other event type that the server sends. */
  override removeEventListener(
    type: string,
    listener: Listener<EventSource<Events>, MessageEvent<string>>,
    options?: boolean | EventListenerOptions,
  ): void;
  /** For a listener that takes any event. */
  override removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: unknown, options: unknown = false): void {
    // biome-ignore lint/complexity/noArguments: leaving out the listener is not the same as null
    requireTwo(arguments.length, 'removeEventListener');
    this.#listeners.remove(type, listener, options);
  }

  /** @throws {TypeError} for an event that came from a stream: dispatch a copy instead */
  override dispatchEvent(event: Event): boolean {
    return this.#listeners.dispatch(event);
  }
}

shapeAsInterface(EventSource, 'EventSource', kConstants);
// How libraries tell npm eventsource, and others with the option `fetch`, from the native one.
Object.defineProperty(EventSource, Symbol.for('eventsource.supports-fetch-override'), {
  value: true,
});
makeDisposable(EventSource.prototype);
overrideWhen(EventSource.prototype);

// The EventSource interface, HTML 9.2.2, as Web IDL has it, and what is beyond the standard.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface

/// <reference lib="esnext.disposable" preserve="true" />
import { Connection } from './connection/connection.ts';
import type { EventSourceStats } from './connection/stats.ts';
import { fire } from './events/dispatch.ts';
import { LightErrorEvent } from './events/error-event.ts';
import type {
  AnyHandler,
  EventName,
  EventOf,
  Handler,
  IteratedEvent,
  Listener,
} from './events/event-types.ts';
import { requireTwo } from './events/listener-arguments.ts';
import { overrideWhen } from './events/observable.ts';
import { PlatformEventTarget } from './events/platform-event-target.ts';
import { adoptPlatformEvents, LightEvent } from './events/stream-event.ts';
import { TargetListeners } from './events/target-listeners.ts';
import { makeDisposable, shapeAsInterface } from './events/web-idl.ts';
import type { EventSourceInit } from './options/options.ts';
import { readOptions } from './options/read-options.ts';
import { FetchTransport } from './request/fetch-transport.ts';
import { StreamTransport } from './request/stream-transport.ts';
import { resolveUrl } from './request/url.ts';

const kConstants = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** What fromReadableStream() has for the constructor that it calls. */
let transportOfNext: StreamTransport | undefined;

/**
 * Receives server-sent events; as native's, with the additions of EventSourceInit and of the `error`
 * event (ConnectionErrorEvent).
 *
 * ```ts
 * const source = new EventSource<{ price: MessageEvent<string> }>('/prices');
 * source.addEventListener('price', ({ data }) => show(JSON.parse(data)));
 * ```
 *
 * @typeParam Events the types of events that the server sends, besides those of EventSourceEventMap
 */
// biome-ignore lint/complexity/noBannedTypes: no further types
export class EventSource<Events = {}> extends PlatformEventTarget {
  /** Not connected: asking the server, or waiting to ask again. HTML 9.2.2. */
  declare static readonly CONNECTING: 0;
  /** The server has answered, and its events are being read. HTML 9.2.2. */
  declare static readonly OPEN: 1;
  /** Over, by `close()` or for a reason that the `error` event gave. HTML 9.2.2. */
  declare static readonly CLOSED: 2;
  /** Not connected: asking the server, or waiting to ask again. HTML 9.2.2. */
  declare readonly CONNECTING: 0;
  /** The server has answered, and its events are being read. HTML 9.2.2. */
  declare readonly OPEN: 1;
  /** Over, by `close()` or for a reason that the `error` event gave. HTML 9.2.2. */
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
   * Connects; the request is on its way when the constructor returns.
   *
   * @param url resolved against the document's base URL, or the worker's location
   * @throws {DOMException} SyntaxError, when `url` does not parse
   * @throws {TypeError} for an option that is wrong; its message names it
   */
  constructor(url: string | URL, init: EventSourceInit = {}) {
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
    adoptPlatformEvents();
    const text = `${url}`;
    const options = readOptions(init);
    const parsed = resolveUrl(text);
    this.#url = parsed.href;
    this.#withCredentials = options.withCredentials;
    const transport = stream ?? new FetchTransport(parsed, options);
    const openListeners = this.#listeners.listenersFor('open');
    const errorListeners = this.#listeners.listenersFor('error');
    this.#connection = new Connection(transport, options, this, {
      onOpen: () => fire(openListeners, new LightEvent('open', this)),
      onError: (failure) => fire(errorListeners, new LightErrorEvent(failure, this)),
      onEnd: () => this.#listeners.release(),
    });
  }

  /**
   * An EventSource over a stream of the caller's own: the body of a response, say, or the readable end
   * of a TransformStream through which one response after the other is piped, with reset() between.
   * Its end or error fires `error` and closes; there is no reconnecting. `url` is about:event-stream.
   * Proposed for the standard: https://github.com/whatwg/html/pull/12272
   *
   * @throws {TypeError} when it is not a ReadableStream, or locked
   */
  static fromReadableStream(stream: ReadableStream<Uint8Array>): EventSource {
    if (typeof (stream as ReadableStream | null | undefined)?.getReader !== 'function') {
      throw new TypeError(
        "Failed to execute 'fromReadableStream': the argument is not a ReadableStream",
      );
    }
    transportOfNext = new StreamTransport(stream);
    return new EventSource('about:event-stream');
  }

  /** The URL, serialised. HTML 9.2.2. */
  get url(): string {
    return this.#url;
  }

  /** Whether cookies are sent to other origins. HTML 9.2.2. */
  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  /** CONNECTING (0), also while waiting to reconnect; OPEN (1); CLOSED (2). HTML 9.2.2. */
  get readyState(): 0 | 1 | 2 {
    return this.#connection.readyState;
  }

  /** The last event ID string; '' if there is none. Proposed as fromReadableStream() is. */
  get lastEventId(): string {
    return this.#connection.events.lastEventId;
  }

  /** The reconnection time in ms: `retryInterval`, then what the stream's `retry` fields say. Proposed. */
  get reconnectionTime(): number {
    return this.#connection.reconnectionTime;
  }

  /** Called when a connection is open: the first one, and each after a loss. Default null. HTML 9.2.2. */
  get onopen(): AnyHandler {
    return this.#listeners.getHandler('open') as AnyHandler;
  }
  set onopen(handler: Handler<EventSource<Events>, Event>) {
    this.#listeners.setHandler('open', handler);
  }

  /** Called for every event of the stream that names no other type. Default null. HTML 9.2.2. */
  get onmessage(): AnyHandler {
    return this.#listeners.getHandler('message') as AnyHandler;
  }
  set onmessage(handler: Handler<EventSource<Events>, EventOf<Events, 'message'>>) {
    this.#listeners.setHandler('message', handler);
  }

  /** Called when a connection is lost or refused, and told why. Default null. HTML 9.2.2. */
  get onerror(): AnyHandler {
    return this.#listeners.getHandler('error') as AnyHandler;
  }
  set onerror(handler: Handler<EventSource<Events>, EventOf<Events, 'error'>>) {
    this.#listeners.setHandler('error', handler);
  }

  /** Ends the connection for ever. No event is fired any more, received ones included. HTML 9.2.2. */
  close(): void {
    this.#connection.close();
  }

  /**
   * Throws away a partly received line and event, before the bytes of another response come. Proposed
   * as fromReadableStream() is.
   */
  reset(): void {
    this.#connection.reset();
  }

  /** [beyond the standard] Drops the connection, or the wait for it, and connects now. */
  reconnect(): void {
    this.#connection.reconnect();
  }

  /** [beyond the standard] The same as close(), for `using`, where the engine has Symbol.dispose. */
  declare [Symbol.dispose]: () => void;

  /** [beyond the standard] What has happened so far. */
  get stats(): EventSourceStats {
    return this.#connection.stats;
  }

  /**
   * [beyond the standard] `for await (const event of source)`: the events of the stream, of all types,
   * in order, over reconnects. Leaving the loop closes the EventSource. While an iterator is not
   * waiting for an event, nothing more is read for anyone; each of several is given every event.
   * Listeners are called before, and `open` and `error` events go to listeners only.
   *
   * The loop ends when the EventSource is closed, and throws a ConnectionError when it fails for good.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<IteratedEvent<Events>, undefined> {
    const iterator = this.#connection.events.iterate(() => this.close());
    if (this.readyState === kConstants.CLOSED) iterator.end(this.#connection.finalFailure);
    return iterator as unknown as AsyncIterableIterator<IteratedEvent<Events>, undefined>;
  }

  /** An event of a known type: the standard's, or of those that the type argument `Events` names. DOM 2.7. */
  override addEventListener<K extends EventName<Events>>(
    type: K,
    listener: Listener<EventSource<Events>, EventOf<Events, K>>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** An event of a type of the server's own choice. */
  override addEventListener(
    type: string,
    listener: Listener<EventSource<Events>, MessageEvent<string>>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** A listener that takes any event. */
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

  /** An event of a known type: the standard's, or of those that the type argument `Events` names. DOM 2.7. */
  override removeEventListener<K extends EventName<Events>>(
    type: K,
    listener: Listener<EventSource<Events>, EventOf<Events, K>>,
    options?: boolean | EventListenerOptions,
  ): void;
  /** An event of a type of the server's own choice. */
  override removeEventListener(
    type: string,
    listener: Listener<EventSource<Events>, MessageEvent<string>>,
    options?: boolean | EventListenerOptions,
  ): void;
  /** A listener that takes any event. */
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

  /** @throws {TypeError} for an event of a stream: to pass one on, copy it */
  override dispatchEvent(event: Event): boolean {
    return this.#listeners.dispatch(event);
  }
}

shapeAsInterface(EventSource, 'EventSource', kConstants);
makeDisposable(EventSource.prototype);
overrideWhen(EventSource.prototype);

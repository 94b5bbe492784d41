// The EventSource interface, HTML 9.2.2, as Web IDL has it, and what is beyond the standard.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface

/// <reference lib="esnext.disposable" preserve="true" />
import { ConnectionDriver, type ConnectionSink } from './connection/connection.ts';
import type { EventSourceStats } from './connection/stats.ts';
import { fire, fireMessage } from './events/dispatch.ts';
import { LightErrorEvent } from './events/error-event.ts';
import { EventIterator } from './events/event-iterator.ts';
import type {
  AnyHandler,
  EventName,
  EventOf,
  Handler,
  IteratedEvent,
  Listener,
} from './events/event-types.ts';
import { requireTwo } from './events/listener-arguments.ts';
import { ListenerList } from './events/listener-list.ts';
import { PlatformEventTarget } from './events/platform-event-target.ts';
import { adoptPlatformEvents, LightEvent } from './events/stream-event.ts';
import { TargetListeners } from './events/target-listeners.ts';
import { shapeAsInterface } from './events/web-idl.ts';
import type { ConnectionFailure } from './failures/connection-failure.ts';
import type { EventSourceInit } from './options/options.ts';
import { readOptions } from './options/read-options.ts';
import { FetchTransport } from './request/fetch-transport.ts';
import { StreamTransport } from './request/stream-transport.ts';
import { resolveUrl } from './request/url.ts';

const kConstants = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

// Lists of listeners are kept for so many types that only iterators ask for; a stream may invent more.
const kMostTypes = 64;

/** How fromReadableStream() reaches the constructor. */
class StreamArgument {
  constructor(readonly transport: StreamTransport) {}
}

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
  readonly #listeners = new TargetListeners(this, (type) => this.#onFirstListener(type));
  readonly #driver: ConnectionDriver;
  #iterators: Set<EventIterator<MessageEvent<string>>> | undefined;
  readonly #stream = { origin: '', events: 0 };

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
    super();
    adoptPlatformEvents();
    const stream =
      (url as unknown) instanceof StreamArgument ? (url as unknown as StreamArgument) : undefined;
    const text = stream ? 'about:event-stream' : `${url}`;
    const options = readOptions(init);
    const parsed = stream ? undefined : resolveUrl(text);
    this.#url = parsed?.href ?? text;
    this.#withCredentials = options.withCredentials;
    const transport = parsed
      ? new FetchTransport(parsed, options)
      : (stream as StreamArgument).transport;
    this.#driver = new ConnectionDriver(transport, options, this.#sink(), this.#stream);
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
    const argument = new StreamArgument(new StreamTransport(stream));
    return new EventSource(argument as unknown as string);
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
    return this.#driver.readyState;
  }

  /** The last event ID string; '' if there is none. Proposed as fromReadableStream() is. */
  get lastEventId(): string {
    return this.#driver.events.lastEventId;
  }

  /** The reconnection time in ms: `retryInterval`, then what the stream's `retry` fields say. Proposed. */
  get reconnectionTime(): number {
    return this.#driver.reconnectionTime;
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
    for (const iterator of this.#iterators ?? []) iterator.drop();
    this.#driver.close();
  }

  /**
   * Throws away a partly received line and event, before the bytes of another response come. Proposed
   * as fromReadableStream() is.
   */
  reset(): void {
    this.#driver.events.reset();
  }

  /** [beyond the standard] Drops the connection, or the wait for it, and connects now. */
  reconnect(): void {
    this.#driver.reconnect();
  }

  /** [beyond the standard] The same as close(), for `using`, where the engine has Symbol.dispose. */
  declare [Symbol.dispose]: () => void;

  /** [beyond the standard] What has happened so far. */
  get stats(): EventSourceStats {
    return { ...this.#driver.stats, events: this.#stream.events };
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
    const iterator = new EventIterator<MessageEvent<string>>(() => this.close());
    if (this.readyState === kConstants.CLOSED) iterator.end(this.#driver.finalFailure);
    else this.#iterate().add(iterator);
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

  #onFirstListener(type: string): void {
    this.#driver.events.want(type, this.#listeners.listenersFor(type));
  }

  #sink(): ConnectionSink {
    const openListeners = this.#listeners.listenersFor('open');
    const errorListeners = this.#listeners.listenersFor('error');
    const stream = this.#stream;
    const endIterators = (failure?: ConnectionFailure) => {
      for (const iterator of this.#iterators ?? []) iterator.end(failure);
    };
    return {
      onOpen: (origin) => {
        stream.origin = origin;
        fire(openListeners, new LightEvent('open', this));
      },
      onEvent: (listeners, data, lastEventId) => {
        if (listeners.isEmpty) return;
        stream.events++;
        fireMessage(listeners, data, stream.origin, lastEventId);
      },
      onError: (failure) => {
        fire(errorListeners, new LightErrorEvent(failure, this));
        if (!failure.willRetry) endIterators(failure);
      },
      onStop: endIterators,
    };
  }

  #iterate(): Set<EventIterator<MessageEvent<string>>> {
    if (this.#iterators) return this.#iterators;
    const iterators = new Set<EventIterator<MessageEvent<string>>>();
    this.#iterators = iterators;
    const stream = this.#stream;
    let types = 0;
    this.#driver.events.wantAll({
      onEvent: (listeners, data, lastEventId) => {
        stream.events++;
        const event = fireMessage(listeners, data, stream.origin, lastEventId);
        for (const iterator of iterators) iterator.push(event);
      },
      onUnknownType: (type) => {
        if (++types > kMostTypes) return new ListenerList(this, type);
        this.#onFirstListener(type);
        return this.#listeners.listenersFor(type);
      },
      whenWanted: () => {
        for (const iterator of iterators) {
          const wanted = iterator.whenDemanded();
          if (wanted) return wanted;
        }
        return undefined;
      },
    });
    this.#onFirstListener('message');
    return iterators;
  }
}

shapeAsInterface(EventSource, 'EventSource', kConstants);
if (Symbol.dispose) {
  const value = EventSource.prototype.close;
  Object.defineProperty(EventSource.prototype, Symbol.dispose, {
    value,
    writable: true,
    configurable: true,
  });
}

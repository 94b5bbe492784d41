// The EventSource interface, HTML 9.2.2, as Web IDL has it, and what is beyond the standard.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface

import { ConnectionDriver, type ConnectionSink } from './connection-driver.ts';
import { type ConnectionErrorEvent, LightErrorEvent } from './error-event.ts';
import { fire, fireMessage } from './event-dispatch.ts';
import { shapeAsInterface } from './interface-shape.ts';
import { adoptPlatformEvents, LightEvent } from './light-events.ts';
import { requireTwo } from './listener-options.ts';
import { type EventSourceInit, readOptions } from './options.ts';
import { PlatformEventTarget } from './platform-event-target.ts';
import { resolveUrl } from './resolve-url.ts';
import { TargetListeners } from './target-listeners.ts';
import { FetchTransport, StreamTransport } from './transport.ts';

/** The events that every EventSource has; types of the server's own choice are MessageEvents. */
export interface EventSourceEventMap {
  open: Event;
  message: MessageEvent<string>;
  /** A server can name its own events so, too: those are MessageEvents, without `kind`. */
  error: ConnectionErrorEvent;
}

// Declared as a method is, so that an EventSource can stand where the native one is expected.
type Handler<E extends Event> = { call(this: EventSource, event: E): unknown }['call'] | null;

/** What reading a handler gives. As wide as native's, whose `this` is another class. */
type AnyHandler = ((this: unknown, event: Event) => unknown) | null;

type Listener<E extends Event> = ((this: EventSource, event: E) => unknown) | null;

const kConstants = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** How fromReadableStream() reaches the constructor. */
class StreamArgument {
  constructor(readonly transport: StreamTransport) {}
}

/**
 * Receives server-sent events; as native's, with the additions of EventSourceInit and of the `error`
 * event (ConnectionErrorEvent).
 */
export class EventSource extends PlatformEventTarget {
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSED: 2;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSED: 2;

  readonly #url: string;
  readonly #withCredentials: boolean;
  readonly #listeners = new TargetListeners(this, (type) => this.#onFirstListener(type));
  readonly #driver: ConnectionDriver;

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
    this.#driver = new ConnectionDriver(transport, options, this.#sink());
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
    return this.#driver.lastEventId;
  }

  /** The reconnection time in ms: `retryInterval`, then what the stream's `retry` fields say. Proposed. */
  get reconnectionTime(): number {
    return this.#driver.reconnectionTime;
  }

  get onopen(): AnyHandler {
    return this.#listeners.getHandler('open') as AnyHandler;
  }
  set onopen(handler: Handler<Event>) {
    this.#listeners.setHandler('open', handler);
  }

  get onmessage(): AnyHandler {
    return this.#listeners.getHandler('message') as AnyHandler;
  }
  set onmessage(handler: Handler<MessageEvent<string>>) {
    this.#listeners.setHandler('message', handler);
  }

  get onerror(): AnyHandler {
    return this.#listeners.getHandler('error') as AnyHandler;
  }
  set onerror(handler: Handler<ConnectionErrorEvent>) {
    this.#listeners.setHandler('error', handler);
  }

  /** Ends the connection for ever. No event is fired any more, received ones included. HTML 9.2.2. */
  close(): void {
    this.#driver.close();
  }

  /**
   * Throws away a partly received line and event, before the bytes of another response come. Proposed
   * as fromReadableStream() is.
   */
  reset(): void {
    this.#driver.reset();
  }

  /** [beyond the standard] Drops the connection, or the wait for it, and connects now. */
  reconnect(): void {
    this.#driver.reconnect();
  }

  override addEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: Listener<EventSourceEventMap[K]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: Listener<MessageEvent<string>>,
    options?: boolean | AddEventListenerOptions,
  ): void;
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

  override removeEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: Listener<EventSourceEventMap[K]>,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(
    type: string,
    listener: Listener<MessageEvent<string>>,
    options?: boolean | EventListenerOptions,
  ): void;
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
    LightEvent.refuse(event);
    return super.dispatchEvent(event);
  }

  #onFirstListener(type: string): void {
    this.#driver.want(type, this.#listeners.listenersFor(type));
  }

  #sink(): ConnectionSink {
    const openListeners = this.#listeners.listenersFor('open');
    const errorListeners = this.#listeners.listenersFor('error');
    let origin = '';
    return {
      onOpen: (newOrigin) => {
        origin = newOrigin;
        fire(openListeners, new LightEvent('open', this));
      },
      onEvent: (listeners, data, lastEventId) => {
        if (!listeners.isEmpty) fireMessage(listeners, data, origin, lastEventId);
      },
      onError: (failure) => fire(errorListeners, new LightErrorEvent(failure, this)),
    };
  }
}

shapeAsInterface(EventSource, 'EventSource', kConstants);

// The parser on its own, for a stream that the caller has: a `fetch` response, a file, a socket.

/// <reference lib="esnext.disposable" preserve="true" />
import type { Core } from './core/core.ts';
import { loadCore } from './core/load-core.ts';
import { callBack } from './events/report-exception.ts';
import { makeDisposable } from './events/web-idl.ts';
import { toBytes } from './options/buffer-source.ts';
import {
  type Constructed,
  kNoOptions,
  readFunction,
  readLastEventId,
  readMaxEventSize,
} from './options/validate.ts';
import { EventReader, Progress } from './parser/event-reader.ts';

/** One event of an event stream, WHATWG HTML 9.2.6. */
export interface EventStreamMessage {
  /** The event's type; 'message' if the stream does not name one. */
  readonly type: string;
  /** The values of the event's `data` fields, joined by line feeds. */
  readonly data: string;
  /** The last event ID string at the time of the event; '' if there was none. */
  readonly lastEventId: string;
}

/** The options of `EventStreamDecoder` and `EventStreamDecoderStream`. */
export interface EventStreamDecoderInit {
  /** The last event ID string until the stream has an `id` field. Default ''. */
  lastEventId?: string | undefined;
  /** The most bytes that one event may have; a larger one is a RangeError. Default 64 MiB. */
  maxEventSize?: number | undefined;
  /**
   * Called with each message; `decode` then returns no messages. Cheaper for many small messages: no
   * array is built. Default none.
   */
  onMessage?: ((message: EventStreamMessage) => void) | undefined;
  /** Called with the value of each valid `retry` field, in ms, before `decode` returns. Default none. */
  onRetry?: ((milliseconds: number) => void) | undefined;
  /**
   * Called with each comment, without its colon and one space after that, before `decode` returns.
   * Default none.
   */
  onComment?: ((text: string) => void) | undefined;
}

/** @internal Reads and checks the options. */
export function readDecoderOptions(init: unknown, constructed: Constructed) {
  if (init !== undefined && typeof init !== 'object' && typeof init !== 'function') {
    throw new TypeError(`Failed to construct '${constructed}': the options must be an object`);
  }
  const { lastEventId, maxEventSize, onComment, onMessage, onRetry } = (init ??
    kNoOptions) as EventStreamDecoderInit;
  return {
    lastEventId: readLastEventId(lastEventId, constructed),
    maxEventSize: readMaxEventSize(maxEventSize, constructed),
    onComment: readFunction<(text: string) => void>('onComment', onComment, constructed),
    onMessage: readFunction<(message: EventStreamMessage) => void>(
      'onMessage',
      onMessage,
      constructed,
    ),
    onRetry: readFunction<(milliseconds: number) => void>('onRetry', onRetry, constructed),
  };
}

const kNone: readonly EventStreamMessage[] = /* @__PURE__ */ Object.freeze([]);

const enum State {
  Ready,
  /** In the middle of `decode`, which calls back. */
  Decoding,
  /** Until `reset` is called. */
  TooLarge,
  /** Likewise. */
  NoMemory,
  Closed,
}

let core: Core | undefined;

/**
 * Parses the bytes of an event stream, in chunks of any size, as HTML 9.2.5 and 9.2.6 say. It is
 * synchronous, once `EventStreamDecoder.load()` has resolved.
 *
 * ```ts
 * await EventStreamDecoder.load();
 * const decoder = new EventStreamDecoder();
 * for await (const chunk of response.body) {
 *   for (const { type, data } of decoder.decode(chunk)) console.log(type, data);
 * }
 * ```
 */
export class EventStreamDecoder {
  #messages: EventStreamMessage[] | undefined;
  #state = State.Ready;
  readonly #maxEventSize: number;
  readonly #reader: EventReader<string>;
  readonly #handle: Handle;

  /**
   * Loads the WebAssembly module, or the JavaScript fallback where WebAssembly is not available. Once is
   * enough for all decoders.
   *
   * @throws the error of the module or the fallback, if neither can be loaded
   */
  static async load(): Promise<void> {
    core = await loadCore();
    // Not when the module is imported: bundlers then can leave the class out where it is not used.
    makeDisposable(EventStreamDecoder.prototype);
    if (typeof FinalizationRegistry === 'function') handles ??= new FinalizationRegistry(destroy);
  }

  /**
   * @throws {DOMException} InvalidStateError before `load` has resolved
   * @throws {TypeError} for an option that is wrong; its message names it
   * @throws {RangeError} if there is not enough memory
   */
  constructor(init: EventStreamDecoderInit = kNoOptions) {
    if (core === undefined) {
      throw new DOMException('await EventStreamDecoder.load() comes first', 'InvalidStateError');
    }
    const options = readDecoderOptions(init, 'EventStreamDecoder');
    const { lastEventId, maxEventSize, onComment, onMessage, onRetry } = options;
    this.#maxEventSize = maxEventSize;
    const handle = core.functions.createSource(maxEventSize, onComment && 1);
    if (handle === 0) throw new RangeError('no memory for another EventStreamDecoder');
    this.#reader = new EventReader<string>(core, handle, {
      onEvent: (type, data, lastEventId) => {
        const message = { type, data, lastEventId };
        if (onMessage) callBack(onMessage, message);
        else if (this.#messages === undefined) this.#messages = [message];
        else this.#messages.push(message);
      },
      onRetry: (milliseconds) => onRetry && callBack(onRetry, milliseconds),
      onComment: (text) => onComment && callBack(onComment, text),
      onUnknownType: (name) => name,
    });
    this.#reader.lastEventId = lastEventId;
    this.#reader.addType('message', 'message');
    this.#reader.wantUnknownTypes();
    this.#handle = { functions: core.functions, handle };
    handles?.register(this, this.#handle, this.#handle);
  }

  /** The last event ID string, to resume from: `Last-Event-ID` of the next request. */
  get lastEventId(): string {
    return this.#reader.lastEventId;
  }

  /**
   * Returns the messages that `chunk` completes, in order; none with `onMessage`.
   *
   * @param chunk an ArrayBuffer or a view of one, as for TextDecoder. No other thread may change it meanwhile
   * @throws {TypeError} if it is neither
   * @throws {RangeError} if an event is larger than `maxEventSize`, or there is not enough memory for it;
   *   and for each chunk after that, until `reset` is called. The chunk's messages before the event are
   *   lost
   * @throws {DOMException} InvalidStateError if called by one of the decoder's callbacks, or after `close`
   */
  decode(chunk: ArrayBufferLike | ArrayBufferView): readonly EventStreamMessage[] {
    if (this.#state !== State.Ready) this.#throwForState();
    const bytes = chunk instanceof Uint8Array ? chunk : toBytes(chunk, 'The chunk to decode');
    if (!this.#reader.push(bytes)) return kNone;
    this.#messages = undefined;
    this.#state = State.Decoding;
    let progress: Progress;
    try {
      progress = this.#reader.deliver();
    } finally {
      if (this.#state === State.Decoding) this.#state = State.Ready;
    }
    if (progress === Progress.TooLarge || progress === Progress.NoMemory) {
      this.#state = progress === Progress.TooLarge ? State.TooLarge : State.NoMemory;
      this.#throwForState();
    }
    const messages = this.#messages ?? kNone;
    this.#messages = undefined;
    return messages;
  }

  #throwForState(): never {
    if (this.#state === State.TooLarge || this.#state === State.NoMemory) {
      const reason =
        this.#state === State.TooLarge
          ? `An event is larger than ${this.#maxEventSize} bytes (maxEventSize)`
          : 'There is no memory for an event';
      throw new RangeError(`${reason}. To decode another stream, call reset() first`);
    }
    const when = this.#state === State.Closed ? 'after close()' : 'by its own callback';
    throw new DOMException(`decode() was called ${when}`, 'InvalidStateError');
  }

  /**
   * Discards an incomplete event, as at the end of a stream, so that another stream may begin. The last
   * event ID string stays. HTML 9.2.6.
   */
  reset(): void {
    if (this.#state === State.Closed) return;
    if (this.#state === State.TooLarge || this.#state === State.NoMemory) {
      this.#state = State.Ready;
      this.#reader.restart(); // the rest of the chunk is discarded, too
    } else {
      this.#reader.reset();
    }
  }

  /** Frees the decoder's memory at once; otherwise garbage collection does. */
  close(): void {
    if (this.#state === State.Closed) return;
    this.#state = State.Closed;
    this.#reader.stop();
    handles?.unregister(this.#handle);
    destroy(this.#handle);
  }

  /** The same as close(), for `using`, where the engine has Symbol.dispose. */
  declare [Symbol.dispose]: () => void;

  /** The name of the class; without it, libraries such as Vue take an instance for a plain object. */
  get [Symbol.toStringTag](): string {
    return 'EventStreamDecoder';
  }
}

interface Handle {
  readonly functions: Core['functions'];
  readonly handle: number;
}

const destroy = ({ functions, handle }: Handle) => functions.destroySource(handle);

/** From load() on; undefined where the runtime has none. */
let handles: FinalizationRegistry<Handle> | undefined;

// The parser alone, for people who have a stream of their own: a `fetch` response, a file, a socket.

import type { Core } from './core/core.ts';
import { loadCore } from './core/load-core.ts';
import { callBack } from './events/report-exception.ts';
import { kDefaultMaxEventSize } from './options/validate.ts';
import { EventReader, Progress } from './parser/event-reader.ts';

/** One event of an event stream, WHATWG HTML 9.2.6. */
export interface EventStreamMessage {
  /** The event's type; 'message' when the stream gives none. */
  readonly type: string;
  /** The data lines, joined by line feeds. */
  readonly data: string;
  /** The last event ID string at the time of the event; '' when there was none. */
  readonly lastEventId: string;
}

/** What a decoder may be told. */
export interface EventStreamDecoderInit {
  /** The last event ID string before the first id of the stream; default ''. */
  lastEventId?: string;
  /** Bytes that one event may take; `decode` throws a RangeError for a larger one. Default 64 MiB. */
  maxEventSize?: number;
  /**
   * Called for each message, which `decode` then does not return. Many small messages are cheaper so:
   * none of them has to wait for the others.
   */
  onMessage?: (message: EventStreamMessage) => void;
  /** Called for a valid `retry` field, with ms; before `decode` returns. */
  onRetry?: (milliseconds: number) => void;
  /** Called for every comment, without its colon and one space after it; before `decode` returns. */
  onComment?: (text: string) => void;
}

/** Types that the parser is taught, so that their names need not be decoded again and again. */
const kMostTypes = 64;
const kNone: readonly EventStreamMessage[] = /* @__PURE__ */ Object.freeze([]);

let core: Core | undefined;

/**
 * Takes the bytes of an event stream in chunks of any size, and gives the messages that they complete.
 * Synchronous, once `await EventStreamDecoder.load()` has been done.
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
  #isDecoding = false;
  #isClosed = false;
  readonly #reader: EventReader<string>;
  readonly #handle: Handle;

  /**
   * Loads the WebAssembly module, once for all decoders.
   *
   * @throws what `WebAssembly.compile` throws, where a Content Security Policy forbids it, say
   */
  static async load(): Promise<void> {
    core = await loadCore();
  }

  /**
   * @throws {DOMException} InvalidStateError before `load` is done
   * @throws {TypeError} for an option of the wrong kind
   */
  constructor(init: EventStreamDecoderInit = {}) {
    if (core === undefined) {
      throw new DOMException('await EventStreamDecoder.load() comes first', 'InvalidStateError');
    }
    const maxEventSize = init.maxEventSize ?? kDefaultMaxEventSize;
    if (!(Number.isInteger(maxEventSize) && maxEventSize > 0 && maxEventSize <= 0x7fffffff)) {
      throw new TypeError('maxEventSize must be a whole number of bytes, 1 to 2147483647');
    }
    const handle = core.functions.createSource(maxEventSize);
    if (handle === 0) throw new RangeError('no memory for another EventStreamDecoder');
    const { onMessage, onRetry, onComment } = init;
    let types = 0;
    this.#reader = new EventReader<string>(core, handle, {
      onEvent: (type, data, lastEventId) => {
        const message = { type, data, lastEventId };
        if (onMessage) callBack(onMessage, message);
        else if (this.#messages === undefined) this.#messages = [message];
        else this.#messages.push(message);
      },
      onRetry: (milliseconds) => onRetry && callBack(onRetry, milliseconds),
      onComment: (text) => onComment && callBack(onComment, text),
      onUnknownType: (name) => {
        if (types++ < kMostTypes) this.#reader.addType(name, name);
        return name;
      },
    });
    this.#reader.lastEventId = init.lastEventId ?? '';
    this.#reader.addType('message', 'message');
    core.functions.wantUnknownTypes(handle, 1);
    if (onComment) core.functions.wantComments(handle, 1);
    this.#handle = { functions: core.functions, handle };
    handles.register(this, this.#handle, this.#handle);
  }

  /** The last event ID string, to resume from: `Last-Event-ID` of the next request. */
  get lastEventId(): string {
    return this.#reader.lastEventId;
  }

  /**
   * The messages that `chunk` completes, in order.
   *
   * @throws {RangeError} when an event is larger than `maxEventSize`; the messages before it are lost,
   *   and the decoder takes nothing more before `reset`
   * @throws {DOMException} InvalidStateError when called by one of its own callbacks, or after `close`
   */
  decode(chunk: Uint8Array): readonly EventStreamMessage[] {
    if (this.#isDecoding || this.#isClosed) {
      const why = this.#isClosed ? 'after close()' : 'by its own callback';
      throw new DOMException(`decode() was called ${why}`, 'InvalidStateError');
    }
    if (!this.#reader.push(chunk)) return kNone;
    this.#messages = undefined;
    this.#isDecoding = true;
    try {
      if (this.#reader.deliver() === Progress.TooLarge) {
        throw new RangeError('an event is larger than maxEventSize');
      }
    } finally {
      this.#isDecoding = false;
    }
    const messages = this.#messages ?? kNone;
    this.#messages = undefined;
    return messages;
  }

  /** The stream has ended, another may begin: an incomplete event is discarded. HTML 9.2.6. */
  reset(): void {
    if (!this.#isClosed) this.#reader.reset();
  }

  /** Gives the decoder's memory back at once; else that happens when the garbage is collected. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.stop();
    handles.unregister(this.#handle);
    destroy(this.#handle);
  }
}

interface Handle {
  readonly functions: Core['functions'];
  readonly handle: number;
}

const destroy = ({ functions, handle }: Handle) => functions.destroySource(handle);

const handles = /* @__PURE__ */ new FinalizationRegistry<Handle>(destroy);

// The parser as a stage of a pipe, named as TextDecoderStream is beside TextDecoder.

import {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  type EventStreamMessage,
  readDecoderOptions,
} from './event-stream-decoder.ts';
import { kNoOptions } from './options/validate.ts';

/**
 * Parses a stream of bytes into messages, and loads the WebAssembly module itself. Applies
 * backpressure: at most one chunk's messages are queued. An incomplete event at the end of the stream
 * is discarded, HTML 9.2.6.
 *
 * The readable side fails with a RangeError for an event larger than `maxEventSize`, with a TypeError
 * for a chunk that is not bytes, and with the error of `EventStreamDecoder.load()`.
 *
 * ```ts
 * const response = await fetch('/chat', { method: 'POST', body });
 * for await (const { data } of response.body.pipeThrough(new EventStreamDecoderStream())) show(data);
 * ```
 */
export class EventStreamDecoderStream {
  /** The messages. */
  readonly readable: ReadableStream<EventStreamMessage>;
  /** Takes the chunks of bytes. */
  readonly writable: WritableStream<ArrayBufferLike | ArrayBufferView>;
  readonly #lastEventId: () => string;

  /**
   * Starts to load the WebAssembly module.
   *
   * @throws {TypeError} for an option that is wrong; its message names it
   */
  constructor(init: EventStreamDecoderInit = kNoOptions) {
    const options = readDecoderOptions(init, 'EventStreamDecoderStream');
    let decoder: EventStreamDecoder | undefined; // from the first chunk on
    this.#lastEventId = () => (decoder ?? options).lastEventId;
    let output!: ReadableStreamDefaultController<EventStreamMessage>;
    let input!: WritableStreamDefaultController;
    let isDemanded = false; // somebody waits for a message
    let isOver = false;
    let why: unknown; // of what is thrown away
    let resume = () => {}; // the write that waits for demand

    const end = (reason?: unknown) => {
      isOver = true;
      why = reason;
      decoder?.close();
      resume();
    };
    const fail = (reason: unknown) => {
      if (!isOver) output.error(reason);
      end(reason);
    };
    // Two streams, not a TransformStream: that is not told in all engines when it is cancelled or
    // aborted, and the decoder has memory to give back. As there, chunks wait until somebody reads.
    const readable = new ReadableStream<EventStreamMessage>(
      {
        start(controller) {
          output = controller;
        },
        pull() {
          isDemanded = true;
          resume();
        },
        cancel(reason) {
          end(reason);
          input.error(reason);
        },
      },
      { highWaterMark: 0 },
    );
    const writable = new WritableStream<ArrayBufferLike | ArrayBufferView>({
      async start(controller) {
        input = controller;
        // abort() below is called after the write that is under way, which may wait for demand.
        controller.signal?.addEventListener('abort', () => fail(controller.signal.reason));
        try {
          await EventStreamDecoder.load();
        } catch (error) {
          fail(error);
          throw error;
        }
      },
      async write(chunk) {
        while (!isDemanded && !isOver) {
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
        }
        if (isOver) throw why;
        try {
          decoder ??= new EventStreamDecoder(options);
          const messages = decoder.decode(chunk);
          if (isOver) return; // by a callback
          if (messages.length > 0) isDemanded = false;
          for (const message of messages) output.enqueue(message);
        } catch (error) {
          fail(error);
          throw error;
        }
      },
      close() {
        if (!isOver) output.close();
        end();
      },
      abort: fail,
    });
    this.readable = readable;
    this.writable = writable;
  }

  /** The last event ID string, to resume from: `Last-Event-ID` of the next request. */
  get lastEventId(): string {
    return this.#lastEventId();
  }

  /** The name of the class; without it, libraries such as Vue take an instance for a plain object. */
  get [Symbol.toStringTag](): string {
    return 'EventStreamDecoderStream';
  }
}

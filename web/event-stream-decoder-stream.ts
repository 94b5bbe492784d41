// The parser as a stage of a pipe, named as TextDecoderStream is beside TextDecoder.

import {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  type EventStreamMessage,
} from './event-stream-decoder.ts';

/**
 * Bytes of an event stream go in, messages come out. No more is taken in than what one chunk holds
 * while nobody reads. The WebAssembly module is loaded by itself. An incomplete event at the end of the
 * stream is discarded, HTML 9.2.6.
 *
 * The readable side fails with a RangeError for an event larger than `maxEventSize`, with a TypeError
 * for a chunk that is not bytes or an option of the wrong kind, and with what `load()` throws.
 *
 * ```ts
 * const response = await fetch('/chat', { method: 'POST', body });
 * for await (const { data } of response.body.pipeThrough(new EventStreamDecoderStream())) show(data);
 * ```
 */
export class EventStreamDecoderStream {
  /** Where the messages come out. */
  readonly readable: ReadableStream<EventStreamMessage>;
  /** Where the chunks of bytes go in. */
  readonly writable: WritableStream<Uint8Array>;

  /**
   * Starts to load the WebAssembly module.
   *
   * @param init as for EventStreamDecoder; what is wrong with it shows on the readable side
   */
  constructor(init: EventStreamDecoderInit = {}) {
    let decoder: EventStreamDecoder;
    // Made here, not inherited from: bundlers then can leave the class out where it is not used.
    const { readable, writable } = new TransformStream<Uint8Array, EventStreamMessage>({
      async start() {
        await EventStreamDecoder.load();
        decoder = new EventStreamDecoder(init);
      },
      transform(chunk, controller) {
        if (!(chunk instanceof Uint8Array)) {
          throw new TypeError('EventStreamDecoderStream takes chunks of Uint8Array');
        }
        for (const message of decoder.decode(chunk)) controller.enqueue(message);
      },
    });
    this.readable = readable;
    this.writable = writable;
  }
}

// eventsource-wasm/decoder: the parser on its own, without EventSource.
export {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  type EventStreamMessage,
} from './event-stream-decoder.ts';
export { EventStreamDecoderStream } from './event-stream-decoder-stream.ts';

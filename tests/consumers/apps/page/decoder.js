import { EventStreamDecoder } from 'eventsource-wasm';

EventStreamDecoder.load().then(() => new EventStreamDecoder());

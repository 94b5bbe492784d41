import { EventSource, EventStreamDecoder } from 'eventsource-wasm-before';
import { reportStart } from './start-report.mjs';

reportStart(
  (url) => new EventSource(url),
  () => EventStreamDecoder.load(),
);

import { EventSource, EventStreamDecoder } from 'eventsource-wasm-before';
import { reportOurStart } from './start-report.mjs';

reportOurStart(EventSource, EventStreamDecoder);

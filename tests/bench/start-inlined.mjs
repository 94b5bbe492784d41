import { EventSource, EventStreamDecoder } from 'eventsource-wasm';
import { reportOurStart } from './start-report.mjs';

reportOurStart(EventSource, EventStreamDecoder);

import { EventSource, EventStreamDecoder } from 'eventsource-wasm/external';
import { reportOurStart } from './start-report.mjs';

reportOurStart(EventSource, EventStreamDecoder);

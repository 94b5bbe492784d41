import { EventSource } from 'eventsource-wasm/external';
import { reportStart } from './start-report.mjs';

reportStart((url) => new EventSource(url));

import { EventSource } from 'eventsource-wasm-before';
import { reportStart } from './start-report.mjs';

reportStart((url) => new EventSource(url));

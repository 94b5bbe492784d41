import { EventSource } from 'eventsource-wasm';
import { reportStart } from './start-report.mjs';

reportStart((url) => new EventSource(url));

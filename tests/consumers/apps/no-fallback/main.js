import { EventSource } from 'eventsource-wasm/no-fallback';
import { receiveToken } from '../receive-token.js';
import { report } from '../report.js';

if (location.search === '?without-webassembly') delete globalThis.WebAssembly;
receiveToken(EventSource, report);

import { EventSource } from 'eventsource-wasm';
import { receiveToken } from '../receive-token.js';
import { report } from '../report.js';

// What an old browser, a lockdown mode or a strict policy amounts to.
if (location.search === '?without-webassembly') delete globalThis.WebAssembly;

receiveToken(EventSource, report);

// eventsource-wasm/polyfill-missing: a global EventSource where the platform has none.

import { defineGlobalEventSource } from './define-global.ts';

if (typeof globalThis.EventSource !== 'function') defineGlobalEventSource();

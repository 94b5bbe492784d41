// eventsource-wasm/polyfill-missing: defines a global EventSource only if there is none.

import { defineGlobalEventSource } from './define-global.ts';

if (typeof globalThis.EventSource !== 'function') defineGlobalEventSource();

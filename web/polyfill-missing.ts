// eventsource-wasm/polyfill-missing: a global EventSource where the platform has none.

import { defineGlobalEventSource } from './global-event-source.ts';

if (typeof globalThis.EventSource !== 'function') defineGlobalEventSource();

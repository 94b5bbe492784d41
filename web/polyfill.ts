// eventsource-wasm/polyfill: replaces the global EventSource.

import { defineGlobalEventSource } from './define-global.ts';
import type { EventSourceInit as Init } from './options/options.ts';

declare global {
  /** The options of the global EventSource, which this import replaces. */
  interface EventSourceInit extends Init {}
}

defineGlobalEventSource();

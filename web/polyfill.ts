// eventsource-wasm/polyfill: puts our EventSource in the global one's place.

import { defineGlobalEventSource } from './define-global.ts';
import type { EventSourceInit as Init } from './options/options.ts';

declare global {
  /** The options of the global EventSource, which this import has replaced. */
  interface EventSourceInit extends Init {}
}

defineGlobalEventSource();

// The types of npm eventsource that this package does not name itself, for code that imports them.

import type { EventSource } from './event-source.ts';
import type { FetchLikeInit } from './options/options.ts';

/** The class. */
export type EventSourceConstructor = typeof EventSource;

/** What the option `fetch` is called with, by its later name. */
export type EventSourceFetchInit = FetchLikeInit;

/** The platform's, for code that imports it with EventSource. */
export type EventListener = globalThis.EventListener;
/** The platform's, for code that imports it with EventSource. */
export type EventListenerObject = globalThis.EventListenerObject;
/** The platform's, for code that imports it with EventSource. */
export type EventListenerOrEventListenerObject = globalThis.EventListenerOrEventListenerObject;
/** The platform's, for code that imports it with EventSource. */
export type EventListenerOptions = globalThis.EventListenerOptions;
/** The platform's, for code that imports it with EventSource. */
export type AddEventListenerOptions = globalThis.AddEventListenerOptions;

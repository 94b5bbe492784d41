// The types of npm eventsource that this package does not name itself, for code that imports them.

import type { EventSource } from './event-source.ts';
import type { FetchLikeInit } from './options/options.ts';

/** The class. */
export type EventSourceConstructor = typeof EventSource;

/** What the option `fetch` is called with, by its later name. */
export type EventSourceFetchInit = FetchLikeInit;

export type EventListener = globalThis.EventListener;
export type EventListenerObject = globalThis.EventListenerObject;
export type EventListenerOrEventListenerObject = globalThis.EventListenerOrEventListenerObject;
export type EventListenerOptions = globalThis.EventListenerOptions;
export type AddEventListenerOptions = globalThis.AddEventListenerOptions;

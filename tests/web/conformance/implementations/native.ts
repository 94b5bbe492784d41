/** The browser's own; undefined in scopes where it has none. */
export const EventSource = globalThis.EventSource;

/** The contestant that all others are compared with. */
export const OURS = 'eventsource-wasm';

export const FLOOR = 'floor';

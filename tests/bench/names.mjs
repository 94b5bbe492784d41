/** The contestant that all others are compared with. */
export const OURS = 'eventsource-wasm';

/** The same from another checkout, see the option --before. */
export const BEFORE = 'before';

export const FLOOR = 'floor';

// Whether listeners do something that makes it matter which microtasks run between two events.

/**
 * The revision changes whenever a listener is added, set or removed, at any target: that anything
 * changed is all that is asked.
 */
export const asyncActivity = { revision: 0 };

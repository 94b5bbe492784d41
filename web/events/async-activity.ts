// Whether listeners do something that makes it matter which microtasks run between two events.

import { isObject } from './listener-arguments.ts';

/**
 * The revision changes whenever a listener returns a promise to the stream, or one is added, set or
 * removed, at any target: that anything happened is all that is asked.
 */
export const asyncActivity = { revision: 0 };

/** To be called with what a listener returned. For speed, only when that is not undefined. */
export function noteResult(result: unknown): void {
  if (isThenable(result)) asyncActivity.revision++;
}

/** Whether awaiting it would wait for something. A getter that throws makes it none. */
export function isThenable(value: unknown): boolean {
  if (!isObject(value)) return false;
  try {
    return typeof value.then === 'function';
  } catch {
    return false;
  }
}

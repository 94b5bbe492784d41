// For tests in Node of what is kept in memory.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/** Collects garbage until the condition holds, for so many turns of the event loop at the most. */
export async function collectUntil(condition: () => boolean, turns = 50): Promise<boolean> {
  for (let turn = 0; turn < turns && !condition(); turn++) {
    // In a job of its own: what the condition looks at is kept until the end of the job.
    await new Promise((resolve) => setTimeout(resolve, 10));
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return condition();
}

import { isThenable } from '../events/async-activity.ts';
import { callBack } from '../events/report-exception.ts';
import type { ConnectionFailure, RetryableFailure } from '../failures/connection-failure.ts';
import { badRetry } from '../failures/failure-messages.ts';
import type { Options } from '../options/read-options.ts';

export interface RetryDecision {
  readonly mayRetry: boolean;
  /** The one that was decided on, or what the caller's function did wrong. */
  readonly failure: RetryableFailure;
}

/** Calls `retry.on`, which may do anything: close the connection, for one. */
function ask(on: (failure: RetryableFailure) => unknown, failure: RetryableFailure): RetryDecision {
  const result = callBack(on, failure);
  if (!isThenable(result)) return { mayRetry: !!result, failure };
  // It is truthy, whatever it resolves with. Nor does its rejection say more than this failure.
  Promise.resolve(result).catch(() => {});
  return { mayRetry: false, failure: { ...failure, ...badRetry() } };
}

/**
 * Whether another attempt may follow, as far as it is for the caller to say.
 *
 * @param previous how the attempt or connection before ended, if that failed
 */
export function decideRetry(
  { headers, retry, url }: Options,
  failure: RetryableFailure,
  previous: ConnectionFailure | undefined,
): RetryDecision {
  const { kind, status, attempt } = failure;
  if (status === 401 && (url || typeof headers === 'function')) {
    // The new headers, or the new token in the URL, were refused, too.
    if (previous?.status === 401 && previous.attempt === attempt - 1) {
      return { mayRetry: false, failure };
    }
  }
  if (typeof retry.on === 'function') return ask(retry.on, failure);
  // A function of the caller's that threw. Only the caller can know whether that may pass.
  const mayRetry = kind !== 'request' && (status === undefined || retry.on.includes(status));
  return { mayRetry, failure };
}

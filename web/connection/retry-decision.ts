import { callBack } from '../events/report-exception.ts';
import type { ConnectionFailure, RetryableFailure } from '../failures/connection-failure.ts';
import type { Options } from '../options/read-options.ts';

/**
 * Whether another attempt may follow, as far as it is for the caller to say. Calls a function of the
 * caller's, which may do anything, close the connection for one.
 *
 * @param previous how the attempt or connection before ended, if that failed
 */
export function mayRetry(
  { headers, retry, url }: Options,
  failure: RetryableFailure,
  previous: ConnectionFailure | undefined,
): boolean {
  const { kind, status, attempt } = failure;
  if (status === 401 && (url || typeof headers === 'function')) {
    // The new headers, or the new token in the URL, were refused, too.
    if (previous?.status === 401 && previous.attempt === attempt - 1) return false;
  }
  if (typeof retry.on === 'function') return !!callBack(retry.on, failure);
  // A function of the caller's that threw. Only the caller can know whether that may pass.
  if (kind === 'request') return false;
  return status === undefined || retry.on.includes(status);
}

import { callBack } from '../events/report-exception.ts';
import type { RetryableFailure } from '../failures/connection-failure.ts';
import type { Retry } from '../options/retry-options.ts';

/** Whether another attempt may follow, as far as the option `retry.on` says. */
export function allowsRetry({ on }: Retry, failure: RetryableFailure): boolean {
  const { status } = failure;
  if (typeof on === 'function') return !!callBack(on, failure);
  return status === undefined || on.includes(status);
}

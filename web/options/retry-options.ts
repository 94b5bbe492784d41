// The option `retry`: whether, when and how often another attempt follows a failure. src/retry_policy.h
// explains what the numbers do.

import type { RetryableFailure } from '../failures/connection-failure.ts';
import { hasMembers, invalidOption, kMaxTimer, kNoOptions, readNumber } from './validate.ts';

/** The option `retry`: which failures are retried, when and how often. */
export interface RetryOptions {
  /** The delay in ms at which growth ends while attempts keep failing. Default 30000. */
  maxInterval?: number | undefined;
  /** The factor by which each failed attempt after the first lengthens the delay; 1 or more. Default 2. */
  factor?: number | undefined;
  /** A delay d that has grown becomes a random one from d * (1 - jitter) to d; 0 to 1. Default 0.5. */
  jitter?: number | undefined;
  /** After how many failed attempts in a row it gives up; 0 for no retries. Default Infinity. */
  maxAttempts?: number | undefined;
  /** For how many ms without a connection it makes new attempts. Default Infinity. */
  maxElapsed?: number | undefined;
  /**
   * Statuses that are retried as lost connections are: `[429, 503]`, say, where 200 means a wrong
   * Content-Type. Or a function that is called with each failure that another attempt may help with, and
   * returns whether to retry (true or false, not a promise). Such failures have the kind 'http',
   * 'content-type', 'network', 'end', 'timeout' or 'request'. By default, lost connections are retried and
   * refusals are final, as with the native EventSource.
   *
   * With a `headers` or `url` function, a 401 that `on` lets through is retried only once in a row, and
   * only if the headers or the URL then differ.
   */
  on?: readonly number[] | ((failure: RetryableFailure) => boolean) | undefined;
}

/** The numbers of RetryOptions, by their names. */
export type RetryPolicy = {
  readonly [name in 'maxInterval' | 'factor' | 'jitter' | 'maxAttempts' | 'maxElapsed']: number;
};

/** RetryOptions with its defaults filled in. */
export interface Retry {
  /** 'on' for an object, 'off' for `false`; by 'default' a request that is not idempotent is sent once. */
  readonly mode: 'default' | 'on' | 'off';
  /** NaN stands for the default of src/retry_policy.h. */
  readonly policy: RetryPolicy;
  readonly on: NonNullable<RetryOptions['on']>;
}

/** @throws {TypeError} naming the member that is wrong, and what is allowed */
export function readRetry(value: unknown): Retry {
  const isObject = hasMembers(value);
  if (!isObject && value !== undefined && value !== false) {
    invalidOption('retry', 'false or an object', value);
  }
  const given = (isObject ? value : kNoOptions) as Record<keyof RetryOptions, unknown>;
  const read = (name: keyof RetryPolicy, min: number, max: number, unit = '') => {
    const number = given[name];
    return number === undefined ? Number.NaN : readNumber(`retry.${name}`, number, min, max, unit);
  };
  const { on = [] } = given;
  if (typeof on !== 'function' && !(Array.isArray(on) && on.every(Number.isInteger))) {
    invalidOption('retry.on', 'an array of statuses, or a function', on);
  }
  const forever = Number.POSITIVE_INFINITY;
  return {
    mode: isObject ? 'on' : value === false ? 'off' : 'default',
    policy: {
      maxInterval: read('maxInterval', 0, kMaxTimer, 'milliseconds'),
      factor: read('factor', 1, forever),
      jitter: read('jitter', 0, 1),
      maxAttempts: read('maxAttempts', 0, forever),
      maxElapsed: read('maxElapsed', 0, forever, 'milliseconds'),
    },
    on: typeof on === 'function' ? (on as (failure: RetryableFailure) => boolean) : [...on],
  };
}

// The option `retry`: whether, when and how often another attempt follows a failure. What the numbers
// do is told in src/retry_policy.h.

import type { RetryableFailure } from '../failures/connection-failure.ts';
import { invalidOption, kMaxTimer, readNumber } from './validate.ts';

/** The option `retry`: when a lost connection is made again. */
export interface RetryOptions {
  /** ms; the delays of failed attempts in a row grow no further than this. Default 30000. */
  maxInterval?: number;
  /** By which each failed attempt after the first lengthens the delay, 1 or more. Default 2. */
  factor?: number;
  /** 0 to 1: a delay d that has grown becomes a random one from d * (1 - jitter) to d. Default 0.5. */
  jitter?: number;
  /** Failed attempts in a row, after which it gives up; default Infinity. */
  maxAttempts?: number;
  /** ms without a connection, after which no attempt is made any more; default Infinity. */
  maxElapsed?: number;
  /**
   * Statuses that are tried again as a lost connection is (`[429, 503]`; 200 stands for a wrong
   * Content-Type), or a function that decides about every failure that another attempt might mend,
   * those of kind 'http', 'content-type', 'network', 'end', 'timeout' and 'request'. By default lost
   * connections are tried again and refusals are final, as in native EventSources.
   *
   * A 401 is tried again if the function given as `headers` has other headers to offer then.
   */
  on?: readonly number[] | ((failure: RetryableFailure) => boolean);
}

/** The numbers of RetryOptions, by their names. */
export type RetryPolicy = {
  readonly [name in 'maxInterval' | 'factor' | 'jitter' | 'maxAttempts' | 'maxElapsed']: number;
};

/** RetryOptions with its defaults filled in. */
export interface Retry {
  /** 'off' for `retry: false`, 'on' for an object; by 'default' a request that is not idempotent is sent once. */
  readonly mode: 'default' | 'on' | 'off';
  /** NaN stands for the default of src/retry_policy.h. */
  readonly policy: RetryPolicy;
  readonly on: NonNullable<RetryOptions['on']>;
}

/** @throws {TypeError} naming the member that is wrong, and what is allowed */
export function readRetry(value: unknown): Retry {
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject && value !== undefined && value !== false) {
    invalidOption('retry', 'false or an object', value);
  }
  const given = (isObject ? value : {}) as Record<keyof RetryOptions, unknown>;
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

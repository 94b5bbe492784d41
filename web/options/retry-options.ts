// The option `retry`: whether, when and how often another attempt follows a failure. What the numbers
// do is told in src/retry_policy.h.

import type { ConnectionFailure } from '../events/error-event.ts';
import { callBack } from '../events/report-exception.ts';
import { kMaxTimer, readNumber, refuse } from './validate.ts';

/** Why a connection failed, before it is known what follows from it. */
export type RetryableFailure = Omit<ConnectionFailure, 'willRetry' | 'delay'>;

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

/** The option with its defaults filled in; a number that is NaN stands for the policy's default. */
export interface Retry {
  /** Undefined when the caller has not said anything: requests that are not idempotent are then sent once. */
  readonly isAsked: boolean | undefined;
  readonly numbers: readonly [
    maxInterval: number,
    factor: number,
    jitter: number,
    maxAttempts: number,
    maxElapsed: number,
  ];
  readonly on: NonNullable<RetryOptions['on']>;
}

/** @throws {TypeError} naming the member that is wrong, and what is allowed */
export function readRetry(value: unknown): Retry {
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject && value !== undefined && value !== false) {
    refuse('retry', 'false or an object', value);
  }
  const given = (isObject ? value : {}) as Record<keyof RetryOptions, unknown>;
  const read = (
    name: 'factor' | 'jitter' | `max${string}`,
    min: number,
    max: number,
    unit = '',
  ) => {
    const number = given[name as keyof RetryOptions];
    return number === undefined ? Number.NaN : readNumber(`retry.${name}`, number, min, max, unit);
  };
  const { on = [] } = given;
  if (typeof on !== 'function' && !(Array.isArray(on) && on.every(Number.isInteger))) {
    refuse('retry.on', 'an array of statuses, or a function', on);
  }
  const forever = Number.POSITIVE_INFINITY;
  return {
    isAsked: value === undefined ? undefined : isObject,
    numbers: [
      read('maxInterval', 0, kMaxTimer, 'milliseconds'),
      read('factor', 1, forever),
      read('jitter', 0, 1),
      read('maxAttempts', 0, forever),
      read('maxElapsed', 0, forever, 'milliseconds'),
    ],
    on: typeof on === 'function' ? (on as (failure: RetryableFailure) => boolean) : [...on],
  };
}

/** Whether another attempt may follow, as far as it is for the caller to say. */
export function allowsRetry({ on }: Retry, failure: RetryableFailure): boolean {
  const { status } = failure;
  if (typeof on === 'function') return !!callBack(on, failure);
  return status === undefined || on.includes(status);
}

import { report } from './report-exception.ts';

/** Calls a function of the caller's. What it throws is reported, and stops nothing. */
export function callBack<A, R>(callback: (argument: A) => R, argument: A): R | undefined {
  try {
    return callback(argument);
  } catch (exception) {
    report(exception);
    return undefined;
  }
}

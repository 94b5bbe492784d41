// What listeners and other functions of the caller's throw is reported, and stops nothing.

/**
 * "Report the exception" (WHATWG HTML 8.1.4.6); without `reportError`, or where a page's own throws, as an
 * error that nobody caught.
 */
export function reportException(exception: unknown): void {
  try {
    reportError(exception);
  } catch {
    setTimeout(() => {
      throw exception;
    });
  }
}

/** Calls a function of the caller's. Returns undefined when it throws. */
export function callBack<A, R>(callback: (argument: A) => R, argument: A): R | undefined {
  try {
    return callback(argument);
  } catch (exception) {
    reportException(exception);
    return undefined;
  }
}

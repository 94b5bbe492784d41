/**
 * "Report the exception" (WHATWG HTML 8.1.4.6); without `reportError`, as an error that nobody
 * caught.
 */
export function report(exception: unknown): void {
  if (typeof reportError === 'function') {
    reportError(exception);
  } else {
    setTimeout(() => {
      throw exception;
    });
  }
}

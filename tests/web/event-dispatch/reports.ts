// What is reported as an exception that nobody caught.

/** Calls `onReport` for each report until the function that it returns is called. */
export function catchReports(onReport: (error: Error) => void): () => void {
  if (!('ErrorEvent' in globalThis)) {
    // Node has no reportError.
    Object.assign(globalThis, { reportError: onReport });
    return () => void Reflect.deleteProperty(globalThis, 'reportError');
  }
  const { error } = console;
  console.error = () => {}; // the test runner prints reports, too
  const listener = (event: ErrorEvent) => {
    event.preventDefault();
    onReport(event.error);
  };
  globalThis.addEventListener('error', listener);
  return () => {
    globalThis.removeEventListener('error', listener);
    console.error = error;
  };
}

// What happens to the page as a whole: it leaves (for the back/forward cache, or for good), is frozen,
// comes back; the browser goes offline and online. Workers have a part of these events, Node none.

export interface PageLife {
  /** The page is about to stop running, perhaps for ever. */
  leave(): void;
  comeBack(): void;
  online(): void;
  offline(): void;
}

/**
 * Reports to `life` until the function that it gives back is called.
 *
 * @param needsNetwork whether to report online and offline, too
 */
export function followPageLife(life: PageLife, needsNetwork: boolean): () => void {
  const scope = globalThis;
  if (typeof scope.addEventListener !== 'function') return () => {};
  const controller = new AbortController();
  const on = (target: EventTarget, type: string, listener: () => void) =>
    target.addEventListener(type, listener, { signal: controller.signal });
  on(scope, 'pagehide', () => life.leave());
  on(scope, 'pageshow', () => life.comeBack());
  if (needsNetwork) {
    on(scope, 'online', () => life.online());
    on(scope, 'offline', () => life.offline());
  }
  if (scope.document) {
    on(scope.document, 'freeze', () => life.leave());
    on(scope.document, 'resume', () => life.comeBack());
  }
  return () => controller.abort();
}

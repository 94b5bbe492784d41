// What happens to the page as a whole: it leaves (for the back/forward cache, or for good), is frozen,
// comes back; it is hidden and shown; the browser goes offline and online. Workers have a part of these
// events, Node none.

export interface PageLifecycle {
  /** The page is about to stop running, perhaps for ever. */
  pageHidden(): void;
  pageShown(): void;
  online(): void;
  offline(): void;
}

/** False in workers, too, which are neither seen nor hidden. */
export function isPageHidden(): boolean {
  return globalThis.document?.hidden ?? false;
}

/**
 * Reports to `life` until the function that it gives back is called.
 *
 * @param needsNetwork whether to report online and offline, too
 * @param leavesWhenHidden whether a hidden page counts as one that has left
 */
export function followPageLifecycle(
  life: PageLifecycle,
  needsNetwork: boolean,
  leavesWhenHidden: boolean,
): () => void {
  const scope = globalThis;
  if (typeof scope.addEventListener !== 'function') return () => {};
  const controller = new AbortController();
  const on = (target: EventTarget, type: string, listener: () => void) =>
    target.addEventListener(type, listener, { signal: controller.signal });
  on(scope, 'pagehide', () => life.pageHidden());
  const shown = () => {
    if (!(leavesWhenHidden && isPageHidden())) life.pageShown();
  };
  on(scope, 'pageshow', shown);
  if (needsNetwork) {
    on(scope, 'online', () => life.online());
    on(scope, 'offline', () => life.offline());
  }
  if (scope.document) {
    on(scope.document, 'freeze', () => life.pageHidden());
    on(scope.document, 'resume', shown);
    if (leavesWhenHidden) {
      on(scope.document, 'visibilitychange', () => (isPageHidden() ? life.pageHidden() : shown()));
    }
  }
  return () => controller.abort();
}

// What happens to the page as a whole: it leaves (for the back/forward cache, or for good), is frozen,
// comes back; it is hidden and shown; the browser goes offline and online. Workers have a part of these
// events, Node none.

import { Input } from '../../build/generated/connection.ts';

/** False in workers, too, which are neither seen nor hidden. */
export function isPageHidden(): boolean {
  return globalThis.document?.hidden ?? false;
}

// Firefox breaks off what a page reads when a navigation begins, and tells the page that it is hidden when
// the response is there. The native EventSource fires no error for that.
const kBreakAfter = 1000; // ms from the beginning of a navigation; takes up to 200 ms
const kDeparture = 3000; // ms from the break; longer, and it may be a download, say

let navigationStart = Number.NEGATIVE_INFINITY;

/** Notices navigations until the function that it returns is called. */
export function watchNavigation(): () => void {
  const onStart = () => {
    navigationStart = performance.now();
  };
  globalThis.addEventListener?.('beforeunload', onStart);
  return () => globalThis.removeEventListener?.('beforeunload', onStart);
}

/** To be awaited before a lost connection is reported, if defined: it may be the page that leaves. */
export function whenNotLeaving(): Promise<void> | undefined {
  if (performance.now() - navigationStart > kBreakAfter) return undefined;
  return new Promise((resolve) => setTimeout(resolve, kDeparture));
}

/**
 * Calls `input` until the function that it returns is called.
 *
 * @param needsNetwork whether to report online and offline, too
 * @param leavesWhenHidden whether a hidden page counts as one that has left; asked each time
 */
export function followPageLifecycle(
  input: (input: Input) => void,
  needsNetwork: boolean,
  leavesWhenHidden: () => boolean,
): () => void {
  const scope = globalThis;
  if (typeof scope.addEventListener !== 'function') return () => {};
  // Not by a signal: an AbortController of Node's and a window of jsdom's do not go together.
  const removals: (() => void)[] = [];
  const on = (target: EventTarget, type: string, listener: () => void) => {
    target.addEventListener(type, listener);
    removals.push(() => target.removeEventListener(type, listener));
  };
  on(scope, 'pagehide', () => input(Input.Pause));
  const shown = () => {
    if (!(leavesWhenHidden() && isPageHidden())) input(Input.Resume);
  };
  on(scope, 'pageshow', shown);
  if (needsNetwork) {
    on(scope, 'online', () => input(Input.Online));
    on(scope, 'offline', () => input(Input.Offline));
  }
  if (scope.document) {
    on(scope.document, 'freeze', () => input(Input.Pause));
    on(scope.document, 'resume', shown);
    on(scope.document, 'visibilitychange', () => {
      if (leavesWhenHidden()) input(isPageHidden() ? Input.Pause : Input.Resume);
    });
  }
  return () => {
    for (const remove of removals) remove();
  };
}

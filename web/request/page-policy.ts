// What the page itself forbids, and what therefore fails each time: fetch says no more about it than
// about a dead network.

const kLoopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;
// Chromium lets pages ask for these with the user's permission.
const kLocalNetwork =
  /^(?:.*\.local|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|\[f[cde].*)$/;

const kReportDelay = 20; // ms

export function isLoopback({ hostname }: URL): boolean {
  return kLoopback.test(hostname);
}

/**
 * Whether a request is mixed content: of a page that came by https, to http.
 * https://www.w3.org/TR/mixed-content/#should-block-fetch
 *
 * @param isLocalNetwork whether the page has said so, with `targetAddressSpace`
 */
export function isMixedContent(url: URL, isLocalNetwork: boolean): boolean {
  return (
    !isLocalNetwork &&
    globalThis.location?.protocol === 'https:' &&
    url.protocol === 'http:' &&
    !isLoopback(url) &&
    !kLocalNetwork.test(url.hostname)
  );
}

/**
 * Notices when the page's Content Security Policy blocks a request, from now until `stop` is called.
 * `isBlocked` is to be asked when the request has failed: the report comes a little later.
 */
export function watchPolicy({ href, hash, origin, protocol }: URL) {
  // Without the fragment, or for other schemes the scheme alone.
  const reported = [href.slice(0, href.length - hash.length), origin, protocol.slice(0, -1)];
  let blocked = false;
  const listener = (event: Event) => {
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (disposition !== 'report' && effectiveDirective === 'connect-src') {
      blocked ||= reported.includes(blockedURI);
    }
  };
  const type = 'securitypolicyviolation';
  globalThis.addEventListener?.(type, listener);
  return {
    async isBlocked(): Promise<boolean> {
      if (!blocked && reportsViolations()) {
        await new Promise((resolve) => setTimeout(resolve, kReportDelay));
      }
      return blocked;
    },
    stop: () => globalThis.removeEventListener?.(type, listener),
  };
}

/** False in Node, and in what tests have for a window there: a test with fake timers would wait for ever. */
function reportsViolations(): boolean {
  // Firefox does not show the interface to workers.
  return 'SecurityPolicyViolationEvent' in globalThis || 'WorkerGlobalScope' in globalThis;
}

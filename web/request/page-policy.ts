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
 */
export function isMixedContent(url: URL): boolean {
  return (
    globalThis.location?.protocol === 'https:' &&
    url.protocol === 'http:' &&
    !isLoopback(url) &&
    !kLocalNetwork.test(url.hostname)
  );
}

/** Notices when the page's Content Security Policy blocks a request. */
export class PolicyWatch {
  readonly #url: URL;
  #isBlocked = false;
  readonly #listener = (event: Event) => {
    const { blockedURI, disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (disposition === 'report' || effectiveDirective !== 'connect-src') return;
    const { href, hash, origin, protocol } = this.#url;
    const reported = [href.slice(0, href.length - hash.length), origin, protocol.slice(0, -1)];
    if (reported.includes(blockedURI)) this.#isBlocked = true;
  };

  constructor(url: URL) {
    this.#url = url;
    globalThis.addEventListener?.('securitypolicyviolation', this.#listener);
  }

  /** To be asked when the request has failed; the report comes a little later. */
  async isBlocked(): Promise<boolean> {
    if (!this.#isBlocked && 'addEventListener' in globalThis) {
      await new Promise((resolve) => setTimeout(resolve, kReportDelay));
    }
    return this.#isBlocked;
  }

  end(): void {
    globalThis.removeEventListener?.('securitypolicyviolation', this.#listener);
  }
}

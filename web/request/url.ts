// The constructor's URL argument: HTML 9.2.2, steps 3 to 5 of the constructor.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource

/** The URL that relative ones resolve against; Node and the like have none. */
function baseUrl(): string | undefined {
  return globalThis.document?.baseURI ?? globalThis.location?.href;
}

// Engines differ in which hosts their URL parser lets through (a space became %20 in some). A host
// that still holds one of the forbidden domain code points was not valid.
// https://url.spec.whatwg.org/#forbidden-domain-code-point
// biome-ignore lint/suspicious/noControlCharactersInRegex: the standard forbids them by number
const kForbiddenInDomain = /[\x00-\x20#%/:<>?@[\\\]^|\x7f]/;
const kSpecialSchemes = ['http:', 'https:', 'ws:', 'wss:', 'ftp:'];

function hasValidHost({ protocol, hostname }: URL): boolean {
  return (
    !kSpecialSchemes.includes(protocol) ||
    hostname.startsWith('[') ||
    !kForbiddenInDomain.test(hostname)
  );
}

/** A text that is no URL, without what may be a password or a query in it. */
function describeText(text: string): string {
  const [start] = /^[a-z][a-z\d+.-]*:\/*/i.exec(text) ?? [''];
  if (text.includes('@')) return `${start}…`;
  // In place of a port there may be a password, whose host was forgotten.
  return text
    .replace(/^([^/?#]*\/\/[^/?#:]*:)(?!\d*(?:[/?#]|$))[\s\S]*$/, '$1…')
    .replace(/([?#])[\s\S]+$/, '$1…');
}

/**
 * What a function returned in place of the constructor's URL.
 *
 * @throws {TypeError} when it is no URL
 */
export function resolveFrom(url: URL, value: unknown): URL {
  if (value === undefined || value === null) return url;
  const text = `${value}`;
  const resolved = parseUrl(text, url.href);
  if (resolved) return resolved;
  throw new TypeError(`${JSON.stringify(describeText(text))} is not a valid URL`);
}

/** undefined for a text that is no URL, in engines too that take it for one. */
function parseUrl(text: string, base: string | undefined): URL | undefined {
  try {
    const url = new URL(text, base);
    return hasValidHost(url) ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @throws {DOMException} SyntaxError, when `url` does not parse; a relative URL does not parse where
 *   there is neither a document nor a location.
 */
export function resolveUrl(url: string): URL {
  const base = baseUrl();
  const parsed = parseUrl(url, base);
  if (parsed) return parsed;
  const hint = base === undefined ? ' (there is no page here that it could be relative to)' : '';
  throw new DOMException(
    `Failed to construct 'EventSource': cannot open ${JSON.stringify(describeText(url))}: not a valid URL${hint}`,
    'SyntaxError',
  );
}

/** Whether its contents are in the page itself, so that no network is needed. */
export function isLocal({ protocol }: URL): boolean {
  return protocol === 'data:' || protocol === 'blob:';
}

/** Whether it is http: or https:. */
export function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

/** A URL for messages: without the parts that may be secret. */
export function describeUrl({ origin, protocol, pathname }: URL): string {
  return origin === 'null' || protocol === 'blob:' ? `${protocol}…` : origin + pathname;
}

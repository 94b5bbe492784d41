// The caller's request headers: refused at once where fetch would drop them silently. What is wrong is
// told by its place; a message never quotes a value, nor a name that may be a value in the wrong place.

import { describeKind, isPromise, kToken } from './validate.ts';

// https://fetch.spec.whatwg.org/#headers-class: a name is a token, a value has no NUL, CR or LF and is
// made of bytes.
const kBadInValue = /[\0\r\n]|[^\0-\xff]/;

// Headers that a redirect to another origin may see, as they tell nothing.
const kMayFollowRedirects = /^(?:accept|accept-language|content-language|content-type)$/;

// The names that this package sends itself, as whoever is handed the headers will look for them.
const kCanonicalNames = ['Accept', 'Authorization', 'Last-Event-ID'];

// A WebAssembly module with a struct type, see stripsAuthorization().
const kStructType = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0];

/** Request headers by name, in any case; names stay as they were first written. */
export class RequestHeaders {
  readonly #fields: Map<string, readonly [name: string, value: string]>;

  constructor(init?: RequestHeaders) {
    this.#fields = new Map(init ? init.#fields : []);
  }

  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    const lower = name.toLowerCase();
    const written = kCanonicalNames.find((known) => known.toLowerCase() === lower);
    this.#fields.set(lower, [written ?? this.#fields.get(lower)?.[0] ?? name, value]);
  }

  append(name: string, value: string): void {
    const before = this.#fields.get(name.toLowerCase());
    this.set(name, before ? `${before[1]}, ${value}` : value);
  }

  /** In lower case. */
  names(): string[] {
    return [...this.#fields.keys()];
  }

  toObject(): Record<string, string> {
    return Object.fromEntries(this.#fields.values());
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function* pairs(init: object): Iterable<[unknown, unknown]> {
  if (!(Symbol.iterator in init)) {
    yield* Object.entries(init);
    return;
  }
  for (const pair of init as Iterable<unknown>) {
    const parts = isObject(pair) && Symbol.iterator in pair ? [...(pair as Iterable<unknown>)] : [];
    if (parts.length !== 2) {
      throw new TypeError('EventSource: headers given as an array must be pairs of name and value');
    }
    yield parts as [unknown, unknown];
  }
}

/**
 * Whether the platform's fetch sends the header: not `Cookie`, `Host` or `Sec-…` in browsers. Asking a
 * Request is right everywhere, Node included, and needs no list of our own.
 *
 * @throws {TypeError} quoting the value, when it is wrong
 */
function isSent(name: string, value: string): boolean {
  return new Request('http://localhost/', { headers: { [name]: value } }).headers.has(name);
}

function checkHeader(name: unknown, value: unknown, place: string, hasOwnFetch: boolean): string {
  if (typeof name !== 'string' || !kToken.test(name)) {
    throw new TypeError(`EventSource: the name of ${place} is not a header name`);
  }
  if (value === undefined || value === null) {
    throw new TypeError(`EventSource: the header ${name} is ${value}; leave it out instead`);
  }
  const text = String(value).replace(/^[\t ]+|[\t ]+$/g, '');
  if (/^authorization$/i.test(text)) {
    throw new TypeError(`EventSource: ${place} has its name and value the wrong way round`);
  }
  // What becomes of a promise or another object in place of a string, in a template, too.
  if (/\[object \w+\]/.test(text)) {
    throw new TypeError(
      `EventSource: the value of the header ${name} contains an object, not its text; a promise has to be awaited first`,
    );
  }
  if (name.toLowerCase() === 'last-event-id') {
    throw new TypeError(
      `EventSource: ${name} is sent automatically; to start from an id, use the option lastEventId`,
    );
  }
  let sent = true;
  let isBad = kBadInValue.test(text);
  try {
    if (!isBad && !hasOwnFetch && typeof Request === 'function') sent = isSent(name, text);
  } catch {
    isBad = true; // control characters, in Node
  }
  if (isBad) {
    throw new TypeError(
      `EventSource: the value of the header ${name} contains a line break, a control character, or a character above U+00FF`,
    );
  }
  if (!sent) {
    throw new TypeError(`EventSource: a page may not set the header ${name}; fetch would drop it`);
  }
  return text;
}

/**
 * A copy of the caller's headers.
 *
 * @param hasOwnFetch the caller's own `fetch` decides itself which headers it can send
 * @throws {TypeError} naming the header that is wrong
 */
export function checkHeaders(init: unknown, hasOwnFetch: boolean): RequestHeaders {
  if (!isObject(init) || isPromise(init)) {
    throw new TypeError(
      `EventSource: headers must be an object, an array of pairs, or Headers (got ${describeKind(init)})`,
    );
  }
  const headers = new RequestHeaders();
  let count = 0;
  for (const [name, value] of pairs(init)) {
    const text = checkHeader(name, value, `header ${++count}`, hasOwnFetch);
    headers.append(name as string, text);
  }
  return headers;
}

/** Cloudflare Workers say which of the runtime's changes they know. */
type Runtime = { Cloudflare?: { compatibilityFlags: Record<string, boolean | undefined> } };

/**
 * Whether fetch takes Authorization off a redirect to another origin: since Chromium 119 and Firefox 111.
 * WebAssembly's struct types came with the first of them, and no polyfill pretends to have them. In Cloudflare
 * Workers, who have those, it is a flag of their own.
 */
function stripsAuthorization(): boolean {
  const flags = (globalThis as Runtime).Cloudflare?.compatibilityFlags;
  if (flags?.strip_authorization_on_cross_origin_redirect === false) return false;
  return typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(kStructType));
}

/** Whether a redirect to another origin must not see these headers. */
export function hasUnsafeHeaders(headers: RequestHeaders): boolean {
  return headers
    .names()
    .some((name) =>
      name === 'authorization' ? !stripsAuthorization() : !kMayFollowRedirects.test(name),
    );
}

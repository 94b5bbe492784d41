// The caller's request headers: refused at once where fetch would drop them in silence.

import { kToken } from './validate.ts';

// https://fetch.spec.whatwg.org/#headers-class: a name is a token, a value has no NUL, CR or LF and is
// made of bytes.
const kBadInValue = /[\0\r\n]|[^\0-\xff]/;

// Headers that a redirect to another origin may see: they tell nothing, or fetch itself takes them
// off (Authorization).
const kMayFollowRedirects =
  /^(?:accept|accept-language|authorization|content-language|content-type)$/i;

function* pairs(init: HeadersInit): Iterable<[unknown, unknown]> {
  if (!(Symbol.iterator in init)) {
    yield* Object.entries(init);
    return;
  }
  for (const pair of init as Iterable<Iterable<unknown>>) {
    const [name, value, ...more] = pair;
    if (value === undefined || more.length > 0) {
      throw new TypeError('EventSource: headers given as an array must be pairs of name and value');
    }
    yield [name, value];
  }
}

// Names that the platform's fetch would not send (`Cookie`, `Host`, `Sec-…` in browsers). Asking a
// Request is right everywhere, Node included, and needs no list of our own.
function firstForbidden(headers: Headers): string | undefined {
  const sent = new Request('http://localhost/', { headers }).headers;
  for (const name of headers.keys()) if (!sent.has(name)) return name;
  return undefined;
}

/**
 * The caller's headers as `Headers` of our own.
 *
 * @param hasOwnFetch the caller's own `fetch` decides itself which headers it can send
 * @throws {TypeError} naming the header that is wrong
 */
export function checkHeaders(init: HeadersInit, hasOwnFetch: boolean): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs(init)) {
    const text = String(value);
    if (typeof name !== 'string' || !kToken.test(name)) {
      throw new TypeError(`EventSource: ${JSON.stringify(String(name))} is not a header's name`);
    }
    if (value === undefined || value === null) {
      throw new TypeError(`EventSource: the header ${name} is ${value}; leave it out instead`);
    }
    if (kBadInValue.test(text)) {
      throw new TypeError(
        `EventSource: the value of the header ${name} holds a line break, NUL, or a character above U+00FF`,
      );
    }
    if (name.toLowerCase() === 'last-event-id') {
      throw new TypeError(
        `EventSource: ${name} is sent by itself; to start from an id, use the option lastEventId`,
      );
    }
    headers.append(name, text);
  }
  const forbidden = hasOwnFetch ? undefined : firstForbidden(headers);
  if (forbidden !== undefined) {
    throw new TypeError(
      `EventSource: a page may not set the header ${forbidden}; fetch would drop it`,
    );
  }
  return headers;
}

/** Whether a redirect to another origin must not see these headers. */
export function hasUnsafeHeaders(headers: Headers): boolean {
  for (const name of headers.keys()) if (!kMayFollowRedirects.test(name)) return true;
  return false;
}

import type { Options } from '../../options/read-options.ts';
import type { RequestHeaders } from '../../options/request-headers.ts';

const kProtocol = 'eventsource-wasm 1'; // members of another one do not understand each other

/**
 * The same for the same request, and nothing that is in it can be told from it. It stands for the URL, the
 * method, all headers, and the options that change the stream.
 */
export async function digestRequest(url: URL, options: Options): Promise<string> {
  const { credentials, headers, lastEventIdParameter, maxEventSize, method, redirect } = options;
  const fields = typeof headers === 'object' ? (headers as RequestHeaders).toObject() : {};
  const lowerCase = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]);
  const request = [
    kProtocol,
    url.href,
    typeof method === 'string' ? method : null,
    credentials,
    lowerCase.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    Object.entries(options.request).sort(([a], [b]) => (a < b ? -1 : 1)),
    [lastEventIdParameter, maxEventSize, redirect, options.share?.key].map(
      (value) => value ?? null,
    ),
    // So that a source of a key that needs none does not meet one that has to have it.
    [options.fetch, headers, method, options.url].map((option) => typeof option === 'function'),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

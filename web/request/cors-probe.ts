// fetch does not tell a CORS refusal from a dead network, and the native EventSource closes on the first
// and retries on the second. Requests that are known not to be refused tell them apart.

import type { FetchLikeInit } from '../options/options.ts';
import type { StreamRequest } from './request.ts';
import { isHttp } from './url.ts';

const kPatience = 1500; // ms

/**
 * Whether CORS can be why a request failed. Also at the own origin, which may redirect to another: but
 * not where it has responded by itself.
 *
 * @param responded the URL of the response to the same request before, if there was one
 */
export function mayBeCorsRefusal({ url }: StreamRequest, responded: string | undefined): boolean {
  const { origin } = globalThis; // of a page or a worker
  return (
    origin !== undefined &&
    globalThis.navigator?.onLine !== false &&
    isHttp(url) &&
    !(url.origin === origin && responded?.startsWith(`${origin}/`))
  );
}

/** The type of a response if its head comes in time. The request is dropped then, whatever comes of it. */
async function responseType(
  url: URL,
  init: RequestInit,
  signal: AbortSignal,
): Promise<ResponseType | undefined> {
  if (signal.aborted) return undefined;
  const controller = new AbortController();
  const drop = () => controller.abort();
  signal.addEventListener('abort', drop);
  const timer = setTimeout(drop, kPatience);
  try {
    return (await globalThis.fetch(url.href, { ...init, signal: controller.signal })).type;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', drop);
    drop();
  }
}

/**
 * Whether another origin responds at all, perhaps after redirects. Sends no cookies and no headers of
 * the caller. A GET, as the event stream's own: a server that has just come back responds to both.
 */
export async function respondsWithoutCors(
  { url, init: { targetAddressSpace } }: StreamRequest,
  signal: AbortSignal,
): Promise<boolean> {
  const init: RequestInit & Pick<FetchLikeInit, 'targetAddressSpace'> = {
    targetAddressSpace, // else it may be mixed content
    mode: 'no-cors',
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  };
  return (await responseType(url, init, signal)) === 'opaque';
}

/** Whether the same request gets a response without some of its headers. @param names in lower case */
export async function respondsWithoutHeaders(
  { url, init }: StreamRequest,
  names: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const kept = Object.entries(init.headers).filter(([name]) => !names.includes(name.toLowerCase()));
  const headers = Object.fromEntries(kept);
  return (await responseType(url, { ...init, headers }, signal)) !== undefined;
}

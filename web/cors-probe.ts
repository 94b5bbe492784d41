// fetch does not tell a CORS refusal from a dead network, and native EventSource closes on the first
// and tries again on the second. A request that needs no CORS tells them apart: if the server answers
// that, it was there, and the browser withheld its answer.

/** Whether CORS can be why a request to `url` failed. */
export function mayBeCorsRefusal(url: URL): boolean {
  const own = globalThis.location === undefined ? undefined : globalThis.origin;
  return own !== undefined && own !== url.origin;
}

/** Whether the server answers at all. Sends no cookies and no headers of the caller. */
export async function answersWithoutCors(url: URL, signal: AbortSignal): Promise<boolean> {
  try {
    await globalThis.fetch(url.href, {
      method: 'HEAD',
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    });
    return true;
  } catch {
    return false;
  }
}

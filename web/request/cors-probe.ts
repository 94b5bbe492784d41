// fetch does not tell a CORS refusal from a dead network, and native EventSource closes on the first
// and tries again on the second. A request that needs no CORS tells them apart: if the server answers
// that, and from another origin, it was there, and the browser withheld its answer.

/** Whether CORS can be why a request failed. Also at the own origin, which may redirect to another. */
export function mayBeCorsRefusal(): boolean {
  return globalThis.location !== undefined;
}

/**
 * Whether another origin answers at all, perhaps after redirects. Sends no cookies and no headers of
 * the caller.
 */
export async function answersWithoutCors(url: URL, signal: AbortSignal): Promise<boolean> {
  try {
    const { type } = await globalThis.fetch(url.href, {
      method: 'HEAD',
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    });
    return type === 'opaque';
  } catch {
    return false;
  }
}

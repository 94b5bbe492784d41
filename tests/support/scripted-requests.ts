// A source whose requests go to a `fetch` that keeps them, and gives one prepared response after the other.
import type { EventSourceInit, FetchLikeInit } from '../../web/index.ts';
import { openUrl } from './sources.ts';

export const kUrl = 'http://127.0.0.1:9/begin';
/** A whole response, which ends after an event with the id 7. */
export const ended = (headers: Record<string, string> = {}, text = 'id: 7\ndata: a\n\n') =>
  new Response(text, { headers: { 'content-type': 'text/event-stream', ...headers } });

const kHeld = Symbol('a response that does not come');

/** A source whose n-th request gets the n-th response, and what was requested. */
export function openScripted(
  init: EventSourceInit,
  responses: (Response | Error | typeof kHeld)[] = [kHeld],
  url = kUrl,
) {
  const requests: [url: string, init: FetchLikeInit][] = [];
  const fetch = async (url: unknown, sent: FetchLikeInit) => {
    requests.push([String(url), sent]);
    const response = responses.shift() ?? kHeld;
    if (response === kHeld) return new Promise<Response>(() => {});
    if (response instanceof Error) throw response;
    return response as Response;
  };
  const opened = openUrl(url, { retryInterval: 1, fetch, ...init });
  /** Method, URL and body of each. */
  const lines = () => requests.map(([url, { method, body }]) => [method, url, body ?? null]);
  /** The requests, as soon as there are so many. */
  const requested = async (count: number) => {
    while (requests.length < count) await new Promise((resolve) => setTimeout(resolve));
    return requests;
  };
  return { ...opened, requests, requested, lines };
}

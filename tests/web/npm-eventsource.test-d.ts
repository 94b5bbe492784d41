// What the compiler says of code that was written for npm eventsource: checked by `npm run check`, never
// run. `peer` is the real package.
import type * as peer from 'eventsource';
import {
  type AddEventListenerOptions,
  type ConnectionErrorEvent,
  ErrorEvent,
  type EventListener,
  type EventListenerObject,
  type EventListenerOptions,
  type EventListenerOrEventListenerObject,
  EventSource,
  type EventSourceConstructor,
  type EventSourceEventMap,
  type EventSourceFetchInit,
  type EventSourceInit,
  type FetchLike,
  type FetchLikeInit,
  type FetchLikeResponse,
  type ReaderLike,
} from '../../web/index.ts';

// Its types, passed to this package.
declare const peerInit: peer.EventSourceInit;
declare const peerFetch: peer.FetchLike;
declare const peerResponse: peer.FetchLikeResponse;
declare const peerReader: peer.ReaderLike;
new EventSource('/', peerInit);
new EventSource('/', { fetch: peerFetch, maxBufferSize: 1024 });
peerInit satisfies EventSourceInit;
peerFetch satisfies FetchLike;
peerResponse satisfies FetchLikeResponse;
peerReader satisfies ReaderLike;

// Listeners that take its events.
declare const source: EventSource;
declare const onPeerError: (event: peer.ErrorEvent) => void;
source.addEventListener('error', onPeerError);
source.removeEventListener('error', onPeerError);
source.onerror = onPeerError;

// This package where one of its type is wanted.
source satisfies peer.EventSource;
EventSource satisfies peer.EventSourceConstructor;
ErrorEvent satisfies new (
  type: string,
  init?: { code?: number },
) => peer.ErrorEvent;

// The same code with the imports of this package: a `fetch` of its own.
export const customFetch: FetchLike = async (url, init) => {
  const target = url instanceof URL ? url.href : url;
  const response = await fetch(target, { ...init, headers: { ...init.headers, 'x-mine': '1' } });
  const { body, headers, redirected, status } = response;
  return { body, headers, redirected, status, url: response.url };
};
new EventSource('/', { fetch: customFetch });

let passed: EventSourceFetchInit | undefined;
new EventSource('/', {
  fetch: (url, init) => {
    passed = init;
    const aborted: boolean = init.signal.aborted;
    const accept: string = init.headers.Accept;
    const cache: 'no-store' = init.cache;
    const mode: string = init.mode;
    const redirect: string = init.redirect;
    void [aborted, accept, cache, mode, redirect];
    return fetch(url, init);
  },
});
void passed;
export const asNamedBefore = (init: EventSourceFetchInit): FetchLikeInit => init;

export const fromReader = (getReader: () => ReaderLike): FetchLikeResponse => ({
  body: { getReader },
  headers: { get: (name: string): string | null => name },
  redirected: false,
  status: 200,
  url: '/',
});

// Its error events, whichever name they have.
source.addEventListener('error', (event: ErrorEvent) => {
  event.code satisfies number | undefined;
  event.message satisfies string | undefined;
  event satisfies ConnectionErrorEvent;
});
source.onerror = (event: EventSourceEventMap['error']) => void event.code;
function refusal(event: Event): number | undefined {
  return event instanceof ErrorEvent ? event.code : undefined;
}
refusal(new ErrorEvent('error', { code: 401, message: 'Log in.' }));
refusal(new ErrorEvent('error'));
// @ts-expect-error: a number
new ErrorEvent('error', { code: '401' });

// The rest of what it exports.
const Implementation: EventSourceConstructor = EventSource;
new Implementation('/', { withCredentials: true }).close();
declare const listener: EventListenerOrEventListenerObject | EventListener | EventListenerObject;
declare const options: AddEventListenerOptions & EventListenerOptions;
source.addEventListener('other', listener, options);

// What an implementation has, for who asks.
EventSource.supportedOptions.method satisfies true;
// @ts-expect-error: no option of this package
EventSource.supportedOptions.proxy;

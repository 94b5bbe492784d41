// What the compiler says of typed EventSources: checked by `npm run check`, never run.
import {
  type ConnectionErrorEvent,
  type ConnectionOpenEvent,
  EventSource,
  type EventSourceEventMap,
  type EventSourceInit,
  type IteratedEvent,
} from '../../web/index.ts';
import { inspect } from '../../web/inspector.ts';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

interface Prices {
  price: MessageEvent<`${number}`>;
  news: MessageEvent<string>;
}

declare const source: EventSource<Prices>;
declare const plain: EventSource;

// The names and payloads of custom events, in addEventListener and removeEventListener.
source.addEventListener('price', (event) => {
  same<typeof event, MessageEvent<`${number}`>>(true);
});
source.addEventListener('price', heard);
function heard(this: EventSource<Prices>, event: MessageEvent<`${number}`>): void {
  void [this.url, event];
}
source.addEventListener('price', ({ data }) => void (data satisfies `${number}`), { once: true });
source.removeEventListener('price', (event: MessageEvent<`${number}`>) => void event);
// @ts-expect-error: no such data
source.addEventListener('price', ({ data }) => void (data satisfies 'a'));

// What every EventSource has keeps its types.
source.addEventListener('error', (event) => same<typeof event, ConnectionErrorEvent>(true));
source.addEventListener('open', (event) => same<typeof event, ConnectionOpenEvent>(true));
plain.addEventListener('message', (event) => same<typeof event, MessageEvent<string>>(true));

// Names that are not declared are messages, as with the native one.
source.addEventListener('other', (event) => same<typeof event, MessageEvent<string>>(true));
source.addEventListener('other', { handleEvent: (event: Event) => void event });
source.addEventListener('other', null);

// On-handlers.
source.onmessage = (event) => same<typeof event, MessageEvent<string>>(true);
source.onerror = ({ kind, status, headers, body, cause, attempt, willRetry, delay, message }) => {
  same<typeof status, number | undefined>(true);
  same<typeof headers, Headers | undefined>(true);
  same<typeof body, string | undefined>(true);
  same<typeof delay, number | undefined>(true);
  void [
    kind satisfies string,
    cause,
    attempt satisfies number,
    message satisfies string,
    willRetry,
  ];
};
source.onopen = null;
declare const narrowed: EventSource<{ message: MessageEvent<'tick' | 'tock'> }>;
narrowed.onmessage = ({ data }) => same<typeof data, 'tick' | 'tock'>(true);
narrowed.addEventListener('message', ({ data }) => same<typeof data, 'tick' | 'tock'>(true));

// Iteration: told apart by `type`.
async function iterate(): Promise<void> {
  for await (const event of plain) same<typeof event, MessageEvent<string>>(true);
  for await (const event of source) {
    same<typeof event, IteratedEvent<Prices>>(true);
    if (event.type === 'price') same<typeof event.data, `${number}`>(true);
    else same<typeof event.type, 'news' | 'message'>(true);
  }
}
void iterate;

// A function for all of these types, as may be written for the native EventSource.
function listen<K extends keyof EventSourceEventMap>(
  type: K,
  listener: (event: EventSourceEventMap[K]) => void,
  other: (event: globalThis.EventSourceEventMap[K]) => void,
): void {
  plain.addEventListener(type, listener);
  source.addEventListener(type, listener);
  narrowed.removeEventListener(type, listener);
  plain.addEventListener(type, other);
  source.removeEventListener(type, other);
}
void listen;

// An EventSource stands where the native one is wanted, typed ones included.
plain satisfies globalThis.EventSource;
source satisfies globalThis.EventSource;
EventSource satisfies typeof globalThis.EventSource;
source satisfies AsyncIterable<MessageEvent<string>>;
// And a typed one where no types are asked for.
source satisfies EventSource;
let kept: EventSource | undefined = source;
kept = narrowed;
inspect(source);
void kept;
class Feed<Types> extends EventSource<Types> {}
new Feed<Prices>('/prices') satisfies EventSource<Prices>;
new Feed('/prices').addEventListener('message', ({ data }) => same<typeof data, string>(true));
source satisfies Disposable;

// Options.
({ retry: false }) satisfies EventSourceInit;
({ retry: { on: [503], maxAttempts: Number.POSITIVE_INFINITY } }) satisfies EventSourceInit;
({
  retry: { on: ({ status = 0, kind }) => status >= 500 || kind === 'timeout' },
}) satisfies EventSourceInit;
// @ts-expect-error: false, or an object
({ retry: true }) satisfies EventSourceInit;
// @ts-expect-error: it is not known yet whether another attempt follows
({ retry: { on: ({ willRetry }) => willRetry } }) satisfies EventSourceInit;

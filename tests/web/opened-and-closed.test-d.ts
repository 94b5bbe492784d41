// What the compiler says of the promises and the `open` event: checked by `npm run check`, never run.
import type {
  ConnectionFailure,
  ConnectionOpenEvent,
  EventSource,
  EventSourceCloseInfo,
  ResponseHead,
} from '../../web/index.ts';

declare const source: EventSource<{ price: MessageEvent<string> }>;

source.addEventListener('open', ({ status, headers, url }) => {
  void [status satisfies number, headers satisfies Headers, url satisfies string];
});
source.onopen = (event) => {
  event satisfies ConnectionOpenEvent;
  event satisfies ResponseHead;
};
source.onopen = (event: Event) => void event;

source.opened satisfies Promise<ResponseHead>;
source.closed satisfies Promise<EventSourceCloseInfo>;

export async function ended(): Promise<string> {
  const info = await source.closed;
  if (info.by === 'failure') return info.failure.message;
  if (info.by === 'end') info.failure satisfies ConnectionFailure | undefined;
  // @ts-expect-error: nothing failed
  else info.failure.message;
  return info.by satisfies 'close' | 'end';
}

// @ts-expect-error: they cannot be written to
source.closed = Promise.resolve({ by: 'close' });
// A native one has neither.
// @ts-expect-error: no such member
new globalThis.EventSource('/').opened;

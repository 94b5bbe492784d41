// What the functions and the option `request` may be, as the types have it.
import type { Attempt, EventSourceInit, ResponseHead } from '../../web/index.ts';

export const accepted: EventSourceInit[] = [
  { url: () => '/events' },
  { url: async () => new URL('https://example.com/') },
  { url: ({ lastResponse }) => lastResponse?.headers.get('Location') },
  { url: ({ lastResponse }) => lastResponse?.url },
  { method: 'POST' },
  { method: ({ lastEventId }) => (lastEventId ? 'GET' : 'POST') },
  { method: async ({ lastResponse }) => (lastResponse ? undefined : 'POST') },
  { body: ({ lastEventId }) => (lastEventId ? undefined : '{}') },
  { body: async () => null },
  { request: {} },
  { request: { priority: 'low', referrer: '', referrerPolicy: 'origin', keepalive: true } },
  { request: { targetAddressSpace: 'local', integrity: 'sha256-', browsingTopics: true } },
  { request: { method: undefined } },
];

export const told = ({ lastResponse }: Attempt): ResponseHead | undefined => lastResponse;

export const wrong: EventSourceInit[] = [
  // @ts-expect-error a string is the constructor's first argument
  { url: '/events' },
  // @ts-expect-error a number is no URL
  { url: () => 1 },
  // @ts-expect-error null is no method
  { method: () => null },
  // @ts-expect-error there is an option for it
  { request: { method: 'POST' } },
  // @ts-expect-error there is an option for it
  { request: { headers: {} } },
  // @ts-expect-error it is set
  { request: { mode: 'no-cors' } },
  // @ts-expect-error a wrong value
  { request: { priority: 'highest' } },
];

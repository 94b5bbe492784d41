// What may be given as `fetch`, as the types have it.
import type { EventSourceInit, FetchLike } from '../../web/index.ts';

const token = 'secret';

export const accepted: EventSourceInit[] = [
  { fetch: globalThis.fetch },
  { fetch: (url, init) => fetch(url, init) },
  {
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }),
  },
  {
    fetch: (url, init) => {
      init.headers.Authorization = token;
      return fetch(url, init);
    },
  },
];

/** The shape of node-fetch's Response, and of cross-fetch's. */
interface NodeResponse {
  readonly status: number;
  readonly url: string;
  readonly bodyUsed: boolean;
  readonly headers: { get(name: string): string | null; has(name: string): boolean };
  readonly body: NodeJS.ReadableStream | null;
}

export const ofNode: FetchLike = async (url: string): Promise<NodeResponse> => {
  throw new Error(url);
};

// @ts-expect-error a promise of something else
export const wrong: FetchLike = async () => 'data: a\n\n';

// A `fetch` without a network, for tests in which it matters which bytes come together.

import type { FetchLike } from '../../web/index.ts';

/** The response to one request: chunks of an event stream, and what follows them. */
export interface ScriptedStream {
  chunks: readonly string[];
  /** After the chunks: nothing more comes, the body ends, or it breaks off. */
  then: 'hold' | 'end' | 'error';
}

const headers = { 'content-type': 'text/event-stream' };
const encoder = new TextEncoder();

/** A body of the chunks, each of which is one read. */
export function bodyOf({ chunks, then }: ScriptedStream): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next < chunks.length) controller.enqueue(encoder.encode(chunks[next++]));
      else if (then === 'end') controller.close();
      else if (then === 'error') controller.error(new Error('gone'));
    },
  });
}

export const eventStreamOf = (stream: ScriptedStream) => new Response(bodyOf(stream), { headers });

/** The n-th request gets the n-th stream, all further ones the last; null is a network failure. */
export function scriptedFetch(streams: readonly (ScriptedStream | null)[]): FetchLike {
  let requests = 0;
  return async () => {
    const stream = streams[Math.min(requests++, streams.length - 1)];
    if (stream === null) throw new TypeError('no connection');
    return eventStreamOf(stream);
  };
}

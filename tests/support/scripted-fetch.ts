// A `fetch` without a network, for tests in which it matters what comes with what.

import type { FetchLike } from '../../web/index.ts';

/** What one request is answered with: chunks of an event stream, and how that goes on. */
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

/** The n-th request gets the n-th stream, and the last one for ever; null is a failure of the network. */
export function scriptedFetch(streams: readonly (ScriptedStream | null)[]): FetchLike {
  let requests = 0;
  return async () => {
    const stream = streams[Math.min(requests++, streams.length - 1)];
    if (stream === null) throw new TypeError('no connection');
    return eventStreamOf(stream);
  };
}

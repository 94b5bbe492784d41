// Reads a body with the reader of our EventSource, for those that have none of their own: the floor,
// and a parser with a bare callback. What they cost then differs from ours by parser and events alone.
import { BodyReader } from '../../web/request/body-reader.ts';

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {(chunk: Uint8Array) => boolean} take returns true when it wants no more; the chunk is valid
 *   during the call only
 */
export function readAll(body, take) {
  const reader = new BodyReader(body, true);
  const next = (chunk) => {
    if (chunk === undefined || take(chunk)) reader.cancel();
    else reader.read(next);
  };
  reader.read(next);
}

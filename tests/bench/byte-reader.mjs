// Reads a body the way our EventSource does, for those that have no reader of their own: the floor,
// and a parser with a bare callback. What they cost then differs from ours by parser and events alone.

const SMALLEST = 4096;
const LARGEST = 262144;

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {(chunk: Uint8Array) => boolean} take returns true when it wants no more; the chunk is valid
 *   during the call only
 */
export async function readAll(body, take) {
  const reader = byobReaderOf(body);
  if (!reader) return readWithDefaultReader(body.getReader(), take);
  let buffer = new ArrayBuffer(SMALLEST);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done || take(value)) return reader.cancel();
    buffer = value.buffer;
    // A full buffer says that more is waiting: fewer and larger reads are cheaper.
    if (value.length === buffer.byteLength && buffer.byteLength < LARGEST) {
      buffer = new ArrayBuffer(buffer.byteLength * 4);
    }
  }
}

/** A reader that fills our buffer, or undefined where the engine has none for fetch's bodies. */
function byobReaderOf(body) {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

async function readWithDefaultReader(reader, take) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done || take(value)) return reader.cancel();
  }
}

// Bytes that a caller passes in: as Web IDL's BufferSource, of any realm.

import { describeKind } from './validate.ts';

/**
 * Returns the bytes of an ArrayBuffer or of any view, without copying them; those of a
 * SharedArrayBuffer are copied, as another thread may change them.
 *
 * @param what of whom the bytes are, for the message
 * @throws {TypeError} for anything else
 */
export function toBytes(value: unknown, what: string): Uint8Array {
  if (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer) return value;
  let bytes: Uint8Array;
  try {
    // For both kinds of buffers, whatever realm they are of; it throws for anything else.
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(value)
      ? value
      : new DataView(value as ArrayBuffer);
    bytes = new Uint8Array(buffer, byteOffset, byteLength);
  } catch {
    throw new TypeError(
      `${what} must be an ArrayBuffer or a view of one (got ${describeKind(value)})`,
    );
  }
  return Object.prototype.toString.call(bytes.buffer) === '[object SharedArrayBuffer]'
    ? bytes.slice()
    : bytes;
}

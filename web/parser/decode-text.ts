// Bytes to strings. A byte order mark is text here: the parser has dropped the one that is not.

// Made when they are needed: importing must work where there is no TextDecoder.
let utf8: TextDecoder | undefined;
let utf16: TextDecoder | undefined;

/** Invalid UTF-8 becomes U+FFFD, as the Encoding Standard has it. */
export function decodeUtf8(bytes: Uint8Array): string {
  utf8 ??= new TextDecoder('utf-8', { ignoreBOM: true });
  return utf8.decode(bytes);
}

/** Up to so many code units make a string sooner without a decoder. */
const kFewUnits = 32;

/** Well-formed UTF-16 in the byte order of the machine, which is that of WebAssembly: little-endian. */
export function decodeUtf16(buffer: ArrayBuffer, start: number, length: number): string {
  if (length > kFewUnits) {
    utf16 ??= new TextDecoder('utf-16le', { ignoreBOM: true });
    return utf16.decode(new Uint8Array(buffer, start, length * 2));
  }
  const units = new Uint16Array(buffer, start, length) as unknown as number[];
  // Not by spreading them, which takes ten times as long.
  return String.fromCharCode.apply(null, units);
}

/** Up to so many bytes make a string sooner one by one than by a decoder. */
const kTiny = 24;

/** ASCII only. Up to kTiny bytes behind the text may be read. */
export function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  return length > kTiny ? decodeUtf8(bytes.subarray(start, end)) : decodeTiny(bytes, start, length);
}

// A few more characters than needed, cut off again, come sooner than a branch for each length.
// biome-ignore format: eight to a line
function decodeTiny(b: Uint8Array, i: number, length: number): string {
  const fromBytes = String.fromCharCode;
  if (length <= 8) {
    return fromBytes(
      b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7],
    ).substring(0, length);
  }
  if (length <= 16) {
    return fromBytes(
      b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7],
      b[i + 8], b[i + 9], b[i + 10], b[i + 11], b[i + 12], b[i + 13], b[i + 14], b[i + 15],
    ).substring(0, length);
  }
  return fromBytes(
    b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7],
    b[i + 8], b[i + 9], b[i + 10], b[i + 11], b[i + 12], b[i + 13], b[i + 14], b[i + 15],
    b[i + 16], b[i + 17], b[i + 18], b[i + 19], b[i + 20], b[i + 21], b[i + 22], b[i + 23],
  ).substring(0, length);
}

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
export const kShort = 80;

/** ASCII only. Up to kShort bytes behind the text may be read. */
export function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  return length > kShort
    ? decodeUtf8(bytes.subarray(start, end))
    : decodeShort(bytes, start, length);
}

// A few more characters than needed, cut off again, come sooner than a branch for each length. One
// call for all of them, as strings that are joined have to be copied when they are used.
// biome-ignore format: eight to a line
function decodeShort(b: Uint8Array, i: number, length: number): string {
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
  if (length <= 24) {
    return fromBytes(
      b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7],
      b[i + 8], b[i + 9], b[i + 10], b[i + 11], b[i + 12], b[i + 13], b[i + 14], b[i + 15],
      b[i + 16], b[i + 17], b[i + 18], b[i + 19], b[i + 20], b[i + 21], b[i + 22], b[i + 23],
    ).substring(0, length);
  }
  return fromBytes(
    b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7],
    b[i + 8], b[i + 9], b[i + 10], b[i + 11], b[i + 12], b[i + 13], b[i + 14], b[i + 15],
    b[i + 16], b[i + 17], b[i + 18], b[i + 19], b[i + 20], b[i + 21], b[i + 22], b[i + 23],
    b[i + 24], b[i + 25], b[i + 26], b[i + 27], b[i + 28], b[i + 29], b[i + 30], b[i + 31],
    b[i + 32], b[i + 33], b[i + 34], b[i + 35], b[i + 36], b[i + 37], b[i + 38], b[i + 39],
    b[i + 40], b[i + 41], b[i + 42], b[i + 43], b[i + 44], b[i + 45], b[i + 46], b[i + 47],
    b[i + 48], b[i + 49], b[i + 50], b[i + 51], b[i + 52], b[i + 53], b[i + 54], b[i + 55],
    b[i + 56], b[i + 57], b[i + 58], b[i + 59], b[i + 60], b[i + 61], b[i + 62], b[i + 63],
    b[i + 64], b[i + 65], b[i + 66], b[i + 67], b[i + 68], b[i + 69], b[i + 70], b[i + 71],
    b[i + 72], b[i + 73], b[i + 74], b[i + 75], b[i + 76], b[i + 77], b[i + 78], b[i + 79],
  ).substring(0, length);
}

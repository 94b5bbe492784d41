const kDigits = 90;
const kFirst = 35; // the character of digit 0
const kFirstMark = kFirst + kDigits;
const kZero = kFirst + 8; // the character of byte 0

/**
 * The bytes that tools/core-text.mjs made the text of. A page's first milliseconds have no compiled code: so the
 * text is encoded by the engine, and turned into bytes in place, rather than asked for one character after another.
 */
export function decodeCoreText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const end = bytes.length;
  let length = 0;
  for (let i = 0; i < end; ) {
    const code = bytes[i++];
    // A mark, for 90 or 180, and the digit behind it; all modulo 256.
    const high = code < kFirstMark ? code : (code - kFirstMark + 1) * kDigits + bytes[i++];
    bytes[length++] = high - kZero;
  }
  return bytes.subarray(0, length);
}

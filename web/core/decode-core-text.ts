/** Of ECMAScript 2026; engines before 2025 do not have it. */
type FromHex = (text: string) => Uint8Array<ArrayBuffer>;

/**
 * The bytes that tools/core-text.mjs made the text of. A page's first milliseconds have no compiled code: so the
 * engine decodes it, or at least encodes it, for the digits to be turned into bytes in place.
 */
export function decodeCoreText(text: string): Uint8Array<ArrayBuffer> {
  const { fromHex } = Uint8Array as { fromHex?: FromHex };
  if (fromHex) return fromHex.call(Uint8Array, text);
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  // '0' to '9' are 9 to 18 modulo 39, and 'a' to 'f' are 19 to 24.
  for (let i = 0; i < bytes.length; i += 2) {
    bytes[length++] = ((bytes[i] % 39) - 9) * 16 + (bytes[i + 1] % 39) - 9;
  }
  return bytes.subarray(0, length);
}

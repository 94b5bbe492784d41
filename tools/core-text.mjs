// The WebAssembly module as text: what web/core/decode-core-text.ts turns back into bytes.
//
// A byte, plus kShift modulo 256, is one character where that is below 90, else two: one of two marks,
// and then one character. So a compressor (brotli, gzip) still sees the module's bytes, and makes the
// text about as small as the module. Base64 hides them from it and costs a third more; so does base64
// of deflated bytes, which no compressor makes smaller.
//
// All characters are ASCII, so that the script may be in any encoding; no line ends, no quotation mark.

const kFirst = 35; // '#', the character of digit 0
const kDigits = 90;
const kShift = 8; // the bytes that WebAssembly is full of then take one character

/** @param {Uint8Array} bytes */
export function coreText(bytes) {
  const characterOf = (digit) => String.fromCharCode(kFirst + digit);
  let text = '';
  for (const byte of bytes) {
    const value = (byte + kShift) % 256;
    const high = Math.floor(value / kDigits);
    if (high > 0) text += characterOf(kDigits + high - 1);
    text += characterOf(value % kDigits);
  }
  return text;
}

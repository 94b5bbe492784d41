// The WebAssembly module that the script carries as text. In the entry `external`, external-module.ts
// takes this file's place. tools/core-text.mjs makes the text, which compresses well, and says how.

import { coreText } from '../../build/generated/core-bytes.ts';

const kDigits = 90;
const kFirstDigit = 35; // a character code, as the others
const kFirstMark = kFirstDigit + kDigits;
const kZero = kFirstDigit + 8; // of the digit that is byte 0

/**
 * The module, compiled. For so few bytes the half millisecond that it takes at once is less than what it
 * takes to be called back, several times, while a page starts. Chromium before 114 refuses more than
 * 4 KiB at once in a window; where WebAssembly is forbidden, so is the second way.
 */
export async function coreModule(): Promise<WebAssembly.Module> {
  const bytes = coreBytes();
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return WebAssembly.compile(bytes);
  }
}

// Encoded at once and then turned into bytes in place: a call per character would be most of what a page's
// first milliseconds, which no compiler has seen yet, go into.
function coreBytes(): BufferSource {
  const bytes = new TextEncoder().encode(coreText);
  const end = bytes.length;
  let length = 0;
  for (let i = 0; i < end; ) {
    const code = bytes[i++];
    // From the marks on, which come after digit 89: 90 or 180 and the digit behind it. All modulo 256.
    bytes[length++] = code < kFirstMark ? code - kZero : (code - kFirstMark + 1) * kDigits + bytes[i++] - kZero;
  }
  return bytes.subarray(0, length);
}

// The WebAssembly module that the script carries as text. In the entry `external`, external-module.ts
// takes this file's place. tools/core-text.mjs makes the text, which compresses well, and says how.

import { coreText } from '../../build/generated/core-bytes.ts';

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

function coreBytes(): BufferSource {
  const bytes = new Uint8Array(coreText.length);
  let length = 0;
  let high = 0;
  for (let i = 0; i < coreText.length; i++) {
    const digit = coreText.charCodeAt(i) - 35;
    if (digit < 90) {
      bytes[length++] = digit + high - 8; // modulo 256
      high = 0;
    } else {
      high = digit * 90 - 8010; // 90 after digit 90, 180 after digit 91
    }
  }
  return bytes.subarray(0, length);
}

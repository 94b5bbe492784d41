// The WebAssembly module's bytes, carried inside the script. tools/core-text.mjs turns them into text
// that compresses well on its way to the page, and says how.

import { coreText } from '../build/generated/core-bytes.ts';

export function coreBytes(): BufferSource {
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

// The WebAssembly module that the script carries as text. In the entry `external`, external-module.ts
// takes this file's place.

import { coreText } from '../../build/generated/core-bytes.ts';
import { decodeCoreText } from './decode-core-text.ts';

/**
 * The module, compiled. For so few bytes the half millisecond that it takes at once is less than what it
 * takes to be called back, several times, while a page starts. Chromium before 114 refuses more than
 * 4 KiB at once in a window, by a RangeError. Where WebAssembly is forbidden, to ask a second time would be
 * reported as a second violation of the page's policy.
 */
export async function coreModule(): Promise<WebAssembly.Module> {
  const bytes = decodeCoreText(coreText);
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return WebAssembly.compile(bytes);
  }
}

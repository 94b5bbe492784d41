// The WebAssembly module that the script carries, compiled. In the entry `external`,
// external-core-module.ts takes this file's place.

import { coreBytes } from './core-bytes.ts';

/**
 * For so few bytes the half millisecond that it takes at once is less than what it takes to be called
 * back, several times, while a page starts. Chromium before 114 refuses more than 4 KiB at once in a
 * window; where WebAssembly is forbidden, so is the second way.
 */
export async function coreModule(): Promise<WebAssembly.Module> {
  const bytes = coreBytes();
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return WebAssembly.compile(bytes);
  }
}

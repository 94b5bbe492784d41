// The WebAssembly module that the script carries as text. In the entry `external`, external-module.ts
// takes this file's place. tools/core-text.mjs makes the text, which compresses well, and says how.

import { coreText, decoder } from '../../build/generated/core-text.ts';

/** bindings/core-text-decoder.wat */
interface Decoder {
  readonly memory: WebAssembly.Memory;
  /** Of a text of so many bytes at the beginning of the memory. Returns how many bytes there are then. */
  decode(length: number): number;
}

/**
 * The module, compiled. For so few bytes the half millisecond that it takes at once is less than what it
 * takes to be called back, several times, while a page starts. Chromium before 114 refuses more than
 * 4 KiB at once in a window.
 *
 * Rejects where WebAssembly is forbidden.
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
  const bytes = Uint8Array.from(atob(decoder), (character) => character.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { memory, decode } = exports as unknown as Decoder;
  const text = new Uint8Array(memory.buffer);
  return text.subarray(0, decode(new TextEncoder().encodeInto(coreText, text).written));
}

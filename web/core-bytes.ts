// The WebAssembly module's bytes, carried inside the script: base64 of their raw deflate.

import { coreBase64 } from '../build/generated/core-bytes.ts';

export async function coreBytes(): Promise<BufferSource> {
  const text = atob(coreBase64);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const unpacking = new Response(packed).body!.pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(unpacking).arrayBuffer();
}

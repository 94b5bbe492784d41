import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coreText } from '../../tools/core-text.mjs';
import { inRoot } from '../../tools/files.mjs';

const built = (name: string) => readFileSync(inRoot('build/wasm', name));

/** As web/core/embedded-module.ts does. */
function decoded(text: string): Uint8Array {
  const decoder = new WebAssembly.Instance(new WebAssembly.Module(built('core-text-decoder.wasm')));
  const { memory, decode } = decoder.exports as {
    memory: WebAssembly.Memory;
    decode: (length: number) => number;
  };
  const bytes = new Uint8Array(memory.buffer);
  return bytes.slice(0, decode(new TextEncoder().encodeInto(text, bytes).written));
}

test.each([
  ['nothing', new Uint8Array()],
  ['every byte', Uint8Array.from({ length: 512 }, (_, i) => (i & 1 ? 255 - (i >> 1) : i >> 1))],
  ['the module', new Uint8Array(built('event-source-core.wasm'))],
])('the decoder gives back %s', (_, bytes) => {
  expect(decoded(coreText(bytes))).toEqual(bytes);
});

test('text is printable ASCII without quotation marks, whatever the bytes', () => {
  const text = coreText(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect(text).toMatch(/^[#-~]+$/);
});

test('a module that the decoder has no room for is refused when it is built', () => {
  expect(() => coreText(new Uint8Array(65_536))).not.toThrow();
  expect(() => coreText(new Uint8Array(65_537))).toThrow('needs more memory');
});

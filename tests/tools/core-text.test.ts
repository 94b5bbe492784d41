import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coreText } from '../../tools/core-text.mjs';
import { inRoot } from '../../tools/files.mjs';
import { decodeCoreText } from '../../web/core/decode-core-text.ts';

test.each([
  ['nothing', new Uint8Array()],
  ['every byte', Uint8Array.from({ length: 512 }, (_, i) => (i & 1 ? 255 - (i >> 1) : i >> 1))],
  ['the module', new Uint8Array(readFileSync(inRoot('build/wasm/event-source-core.wasm')))],
])('the text of %s is decoded to the same bytes', (_, bytes) => {
  expect(decodeCoreText(coreText(bytes))).toEqual(bytes);
});

test('text is printable ASCII without quotation marks, whatever the bytes', () => {
  const text = coreText(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect(text).toMatch(/^[#-~]+$/);
});

// The module as text in the script, and back: by the engine, and by the script where it has no fromHex().
import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { coreText } from '../../tools/core-text.mjs';
import { inRoot } from '../../tools/files.mjs';
import { decodeCoreText } from '../../web/core/decode-core-text.ts';

const kCases: [string, Uint8Array][] = [
  ['nothing', new Uint8Array()],
  ['every byte', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
  ['the module', new Uint8Array(readFileSync(inRoot('build/wasm/event-source-core.wasm')))],
];

/** What the engine has, or not. */
function withFromHex(fromHex: unknown): void {
  const before = Object.getOwnPropertyDescriptor(Uint8Array, 'fromHex');
  Object.defineProperty(Uint8Array, 'fromHex', { value: fromHex, configurable: true });
  onTestFinished(() => {
    if (before) Object.defineProperty(Uint8Array, 'fromHex', before);
    else Reflect.deleteProperty(Uint8Array, 'fromHex');
  });
}

describe('the text is decoded to the same bytes', () => {
  test.each(kCases)('without fromHex(): %s', (_, bytes) => {
    withFromHex(undefined);
    expect(decodeCoreText(coreText(bytes))).toEqual(bytes);
  });

  test.each(kCases)('with it: %s', (_, bytes) => {
    withFromHex(function (this: unknown, text: string) {
      if (this !== Uint8Array) throw new TypeError('not a constructor');
      return new Uint8Array(Buffer.from(text, 'hex'));
    });
    expect(decodeCoreText(coreText(bytes))).toEqual(bytes);
  });
});

test('the text is ASCII, so that the script may be in any encoding, and needs no escapes', () => {
  const text = coreText(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect(text).toMatch(/^[0-9a-f]+$/);
});

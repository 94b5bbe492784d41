// HTML 9.2.5: streams are decoded as UTF-8, whatever is said elsewhere; and large ones.
import { end, head, send } from '../../../support/stream-scenario.ts';
import type { Case } from '../case.ts';
import { bytewise, parse, parseAtOnce, utf8 } from './notation.ts';

/** A message whose data has these bytes. */
const decodes = (name: string, bytes: number[], text: string): Case =>
  parse(name, [[...utf8('data: '), ...bytes, 0x0a, 0x0a]], [JSON.stringify(text)]);

export const textCases: Case[] = [
  parse('text of any script', 'data: Grüße, 世界, 🎏, שלום\n\n', ['"Grüße, 世界, 🎏, שלום"']),
  parse('text of any script in single bytes', bytewise('data: ü世🎏\n\n'), ['"ü世🎏"']),
  decodes('a byte that never occurs in UTF-8 is one U+FFFD', [0x61, 0xff, 0x62], 'a\uFFFDb'),
  decodes('a lone continuation byte is one U+FFFD', [0x61, 0x80, 0x62], 'a\uFFFDb'),
  decodes('a character cut short is one U+FFFD', [0xe4, 0xb8, 0x61], '\uFFFDa'),
  decodes('a character of four bytes cut short is one U+FFFD', [0xf0, 0x9f, 0x8e, 0x61], '\uFFFDa'),
  decodes('an overlong NUL is two U+FFFD', [0xc0, 0x80], '\uFFFD\uFFFD'),
  decodes('an overlong slash is three U+FFFD', [0xe0, 0x80, 0xaf], '\uFFFD\uFFFD\uFFFD'),
  decodes('a surrogate is three U+FFFD', [0xed, 0xa0, 0x80], '\uFFFD\uFFFD\uFFFD'),
  decodes('beyond U+10FFFF are four U+FFFD', [0xf4, 0x90, 0x80, 0x80], '\uFFFD\uFFFD\uFFFD\uFFFD'),
  decodes('the last code point is text', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10FFFF}'),
  decodes('a noncharacter is text', [0xef, 0xbf, 0xbf], '\uFFFF'),
  decodes('Latin-1 is not understood', [0xfc, 0x62], '\uFFFDb'),
  parse(
    'a line end that cuts a character short is a line end',
    [[...utf8('data: '), 0xe4, 0xb8, 0x0a, ...utf8('data: a\n\n')]],
    ['"\uFFFD\\na"'],
  ),
  parse(
    'an invalid byte in a name makes it unknown',
    [[0x64, 0x61, 0x74, 0xff], ': a\ndata: b\n\n'],
    ['"b"'],
  ),
  parse(
    'an invalid byte in a type is U+FFFD',
    [[...utf8('event: a'), 0xff, ...utf8('\ndata: b\n\n')]],
    ['a\uFFFD: "b"'],
    { types: ['a\uFFFD'] },
  ),
  {
    name: 'another charset in Content-Type is ignored',
    given: [
      [
        head(200, { 'content-type': 'text/event-stream;charset=windows-1252' }),
        send('data: ü\n\n'),
        end,
      ],
    ],
    then: ['open OPEN', '"ü"', 'error CONNECTING'],
  },

  parseAtOnce('a line of a megabyte', `data: ${'x'.repeat(1 << 20)}\n\n`, [
    `"${'x'.repeat(1 << 20)}"`,
  ]),
  parseAtOnce('an event of ten thousand lines', `${'data: x\n'.repeat(10_000)}\n`, [
    JSON.stringify('x\n'.repeat(10_000).slice(0, -1)),
  ]),
  parseAtOnce(
    'a thousand events in one piece, in order',
    Array.from({ length: 1000 }, (_, i) => `data: ${i}\n\n`).join(''),
    Array.from({ length: 1000 }, (_, i) => `"${i}"`),
  ),
  parseAtOnce(
    'a hundred types in one stream',
    Array.from({ length: 100 }, (_, i) => `event: t${i}\ndata: ${i}\n\n`).join(''),
    Array.from({ length: 100 }, (_, i) => `t${i}: "${i}"`),
    { types: Array.from({ length: 100 }, (_, i) => `t${i}`) },
  ),
];

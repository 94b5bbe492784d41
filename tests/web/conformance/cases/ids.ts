// HTML 9.2.6: the field id, and 9.2.4: the Last-Event-ID header.
import { end, eventStream, hold, silent } from '../../../support/stream-scenario.ts';
import type { Case } from '../case.ts';
import { type Piece, parse, soon } from './notation.ts';

/** What the second connection is asked with after a first one of these pieces. */
const asked = (
  name: string,
  pieces: Piece[],
  messages: string[],
  header: string | null,
  extras: Partial<Case> = {},
): Case => ({
  name,
  given: [eventStream(soon, ...pieces, end), silent],
  when: async ({ scenario, note, event }) => {
    await event('open');
    await event('open');
    const [first, second] = (await scenario.log({ requests: 2 })).requests;
    note('headers', JSON.stringify(first.lastEventId), JSON.stringify(second.lastEventId));
  },
  then: [
    'open OPEN',
    ...messages,
    'error CONNECTING',
    'open OPEN',
    `headers null ${JSON.stringify(header)}`,
  ],
  ...extras,
});

export const idCases: Case[] = [
  parse('id sets lastEventId', 'id: 1\ndata: a\n\n', ['"a" #1']),
  parse('id may follow data', 'data: a\nid: 1\n\n', ['"a" #1']),
  parse('an id stays for the events that follow', 'id: 1\ndata: a\n\ndata: b\n\ndata: c\n\n', [
    '"a" #1',
    '"b" #1',
    '"c" #1',
  ]),
  parse('a new id takes its place', 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n', ['"a" #1', '"b" #2']),
  parse('the last id of a block counts', 'id: 1\nid: 2\ndata: a\n\n', ['"a" #2']),
  parse('an empty id resets it', 'id: 1\ndata: a\n\nid:\ndata: b\n\n', ['"a" #1', '"b"']),
  parse('id without a colon resets it', 'id: 1\ndata: a\n\nid\ndata: b\n\n', ['"a" #1', '"b"']),
  parse('an id of one space is empty', 'id: 1\ndata: a\n\nid: \ndata: b\n\n', ['"a" #1', '"b"']),
  parse('only one space before an id is removed', 'id:  1 \ndata: a\n\n', ['"a" # 1 ']),
  parse('an id containing NUL is ignored', 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n', [
    '"a" #1',
    '"b" #1',
  ]),
  parse('an id of nothing but NUL is ignored', 'id: 1\nid: \0\ndata: a\n\n', ['"a" #1']),
  parse('an id that begins with NUL is ignored', 'id: 1\nid: \x002\ndata: a\n\n', ['"a" #1']),
  parse('an id in a block without data counts', 'id: 1\n\ndata: a\n\n', ['"a" #1']),
  parse('an id of an event that nobody listens to counts', 'id: 1\nevent: x\ndata\n\ndata: a\n\n', [
    '"a" #1',
  ]),
  parse('id is case-sensitive', 'ID: 1\nId: 2\ndata: a\n\n', ['"a"']),
  parse('an id of text beyond ASCII', 'id: größe…🎏\ndata: a\n\n', ['"a" #größe…🎏']),
  parse('an id may look like a number, but is text', 'id: 007\ndata: a\n\n', ['"a" #007']),
  parse(
    'invalid UTF-8 in an id becomes U+FFFD',
    [[0x69, 0x64, 0x3a, 0xff], '\ndata: a\n\n'],
    ['"a" #\uFFFD'],
  ),

  asked('without an id there is no Last-Event-ID', ['data: a\n\n'], ['"a"'], null),
  asked('the last id is sent as Last-Event-ID', ['id: 1\ndata: a\n\n'], ['"a" #1'], '1'),
  asked('an id without data is sent', ['id: 1\n\n'], [], '1'),
  asked(
    'an emptied id is not sent',
    ['id: 1\ndata: a\n\nid\ndata: b\n\n'],
    ['"a" #1', '"b"'],
    null,
  ),
  asked(
    'an id with NUL is not sent',
    ['id: 1\ndata\n\nid: 2\0\ndata\n\n'],
    ['"" #1', '"" #1'],
    '1',
  ),
  asked(
    'the id of a cut-off event is not sent',
    ['id: 1\ndata\n\nid: 2\ndata: a\n'],
    ['"" #1'],
    '1',
  ),
  asked('the id of a cut-off line is not sent', ['id: 1\ndata\n\nid: 2'], ['"" #1'], '1'),
  asked(
    'an id with spaces inside is sent whole',
    ['id: a b  c\ndata\n\n'],
    ['"" #a b  c'],
    'a b  c',
  ),
  asked(
    'an id beyond Latin-1 is sent as UTF-8',
    ['id: 世界…🎏\ndata\n\n'],
    ['"" #世界…🎏'],
    '世界…🎏',
  ),
  asked('an id of Latin-1 is sent as UTF-8', ['id: größe\ndata\n\n'], ['"" #größe'], 'größe'),
  asked(
    'an id with U+FFFD is sent as UTF-8',
    [[0x69, 0x64, 0x3a, 0xff], '\ndata\n\n'],
    ['"" #\uFFFD'],
    '\uFFFD',
  ),
  asked(
    'an id with punctuation is sent as it is',
    ['id: {"n":1},"%20"\ndata\n\n'],
    ['"" #{"n":1},"%20"'],
    '{"n":1},"%20"',
  ),
  {
    name: 'an id outlives connections that bring none',
    given: [
      eventStream(soon, 'id: 1\ndata: a\n\n', end),
      eventStream('data: b\n\n', end),
      eventStream('data: c\n\n', hold),
    ],
    when: async ({ scenario, note, lines }) => {
      await lines(8);
      const { requests } = await scenario.log({ requests: 3 });
      note(...requests.map(({ lastEventId }) => lastEventId));
    },
    then: [
      'open OPEN',
      '"a" #1',
      'error CONNECTING',
      'open OPEN',
      '"b" #1',
      'error CONNECTING',
      'open OPEN',
      '"c" #1',
      'null 1 1',
    ],
  },
  {
    name: 'an id may be reset by a later connection',
    given: [
      eventStream(soon, 'id: 1\ndata: a\n\n', end),
      eventStream('id\ndata: b\n\n', end),
      silent,
    ],
    when: async ({ scenario, note, lines }) => {
      await lines(7);
      const { requests } = await scenario.log({ requests: 3 });
      note(...requests.map(({ lastEventId }) => lastEventId));
    },
    then: [
      'open OPEN',
      '"a" #1',
      'error CONNECTING',
      'open OPEN',
      '"b"',
      'error CONNECTING',
      'open OPEN',
      'null 1 null',
    ],
  },
];

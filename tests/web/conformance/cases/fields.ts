// HTML 9.2.6: how a line becomes a field, and how the fields data and event are processed.
import type { Case } from '../case.ts';
import { parse, parseAtOnce } from './notation.ts';

export const fieldCases: Case[] = [
  parse('a space after the colon is removed', 'data: a\n\n', ['"a"']),
  parse('no space after the colon is needed', 'data:a\n\n', ['"a"']),
  parse('only one space after the colon is removed', 'data:  a\n\n', ['" a"']),
  parse('a tab after the colon stays', 'data:\ta\n\n', ['"\\ta"']),
  parse('a no-break space after the colon stays', 'data:\u00a0a\n\n', ['"\u00a0a"']),
  parse('spaces at the end stay', 'data: a  \n\n', ['"a  "']),
  parse('further colons belong to the value', 'data: a: b\ndata:::c\n\n', ['"a: b\\n::c"']),
  parse('a space before the colon belongs to the name', 'data : a\ndata: b\n\n', ['"b"']),
  parse('a space before the name belongs to it', ' data: a\ndata: b\n\n', ['"b"']),
  parse('names are case-sensitive', 'Data: a\nDATA: b\nEvent: x\ndata: c\n\n', ['"c"'], {
    types: ['x'],
  }),
  parse('unknown fields are ignored', 'da: a\ndatum: b\ndata2: c\nx\ndata: d\n\n', ['"d"']),
  parse('a NUL after a name makes it unknown', 'data\0: a\ndata: b\n\n', ['"b"']),
  parse('an empty name is a comment, not a field', ':data: a\n: b\n:\ndata: c\n\n', ['"c"']),
  parse('a comment between data lines does not part them', 'data: a\n: b\ndata: c\n\n', [
    '"a\\nc"',
  ]),
  parse('comments alone are no event', ': a\n\n: b\n\n', []),
  parse('a comment of any bytes is ignored', [': ', [0xff, 0xfe, 0], '\ndata: a\n\n'], ['"a"']),

  parse('data lines are joined by LF', 'data: a\ndata: b\ndata: c\n\n', ['"a\\nb\\nc"']),
  parse('data lines of CRLF are joined by LF', 'data: a\r\ndata: b\r\n\r\n', ['"a\\nb"']),
  parse('data without a colon is an empty line', 'data\n\n', ['""']),
  parse('data with an empty value is an empty line', 'data:\n\n', ['""']),
  parse('data with one space is an empty line', 'data: \n\n', ['""']),
  parse('two empty lines of data are one LF', 'data\ndata:\n\n', ['"\\n"']),
  parse('only the last LF is removed', 'data: a\ndata\ndata\n\n', ['"a\\n\\n"']),
  parse('empty lines of data stay in front', 'data\ndata\ndata: a\n\n', ['"\\n\\na"']),
  parse(
    'data lines need not stand together',
    'data: a\nid: 1\ndata: b\nevent: x\n\n',
    ['x: "a\\nb" #1'],
    { types: ['x'] },
  ),
  parse('NUL is a character of data', 'data: a\0b\n\n', ['"a\\u0000b"']),
  parse('data does not carry over to the next event', 'data: a\n\nevent: x\n\ndata: b\n\n', [
    '"a"',
    '"b"',
  ]),
  parse('data may look like JSON, HTML or fields', 'data: {"data": "<b>"}\ndata: id: 7\n\n', [
    '"{\\"data\\": \\"<b>\\"}\\nid: 7"',
  ]),

  parse('event names the type', 'event: x\ndata: a\n\n', ['x: "a"'], { types: ['x'] }),
  parse('event may follow data', 'data: a\nevent: x\n\n', ['x: "a"'], { types: ['x'] }),
  parse('the last event of a block counts', 'event: x\nevent: y\ndata: a\n\n', ['y: "a"'], {
    types: ['x', 'y'],
  }),
  parse('an empty event resets the type', 'event: x\nevent:\ndata: a\n\n', ['"a"'], {
    types: ['x'],
  }),
  parse('event without a colon resets the type', 'event: x\nevent\ndata: a\n\n', ['"a"'], {
    types: ['x'],
  }),
  parse('event: message is a message', 'event: message\ndata: a\n\n', ['"a"']),
  parse(
    'types are case-sensitive',
    'event: X\ndata: a\n\nevent: Message\ndata: b\n\n',
    ['X: "a"'],
    {
      types: ['x', 'X'],
    },
  ),
  parse('a type may hold spaces and colons', 'event:  a: b \ndata: c\n\n', [' a: b : "c"'], {
    types: [' a: b '],
  }),
  parse('a type of text beyond ASCII', 'event: größe…🎏\ndata: a\n\n', ['größe…🎏: "a"'], {
    types: ['größe…🎏'],
  }),
  parse('NUL is a character of a type', 'event: a\0b\ndata: c\n\n', ['a\0b: "c"'], {
    types: ['a\0b'],
  }),
  parse(
    'types named like properties of objects',
    'event: __proto__\ndata: a\n\nevent: constructor\ndata: b\n\nevent: toString\ndata: c\n\n',
    ['__proto__: "a"', 'constructor: "b"', 'toString: "c"'],
    { types: ['__proto__', 'constructor', 'toString'] },
  ),
  parse(
    'a type does not carry over to the next event',
    'event: x\ndata: a\n\ndata: b\n\n',
    ['x: "a"', '"b"'],
    { types: ['x'] },
  ),
  parse('a block without data is no event', 'event: x\n\nevent: message\nid: 1\n\n', [], {
    types: ['x'],
  }),
  parse('the type of a block without data is forgotten', 'event: x\n\ndata: a\n\n', ['"a"'], {
    types: ['x'],
  }),
  parse('an event that nobody listens to changes nothing', 'event: x\ndata: a\n\ndata: b\n\n', [
    '"b"',
  ]),
  parseAtOnce('an event named open by the server is a message', 'event: open\ndata: a\n\n', [
    'open: "a"',
  ]),
  parseAtOnce('an event named error by the server is a message', 'event: error\ndata: a\n\n', [
    'error: "a"',
  ]),
  parseAtOnce(
    'a very long type',
    `event: ${'x'.repeat(5000)}\ndata: a\n\n`,
    [`${'x'.repeat(5000)}: "a"`],
    { types: ['x'.repeat(5000)] },
  ),
];

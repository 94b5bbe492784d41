// HTML 9.2.5: lines, and the byte order mark.
import type { Case } from '../case.ts';
import { bytewise, parse, parseAtOnce } from './notation.ts';

export const lineCases: Case[] = [
  parse('LF ends a line', 'data: a\n\n', ['"a"']),
  parse('CR ends a line', 'data: a\r\r', ['"a"']),
  parse('CRLF ends a line', 'data: a\r\n\r\n', ['"a"']),
  parse('CRLF ends one line, not two', 'data: a\r\ndata: b\r\n\r\n', ['"a\\nb"']),
  parse('LF CR are two line ends', 'data: a\n\rdata: b\n\n', ['"a"', '"b"']),
  parse('CR CR LF are two line ends', 'data: a\r\r\ndata: b\n\n', ['"a"', '"b"']),
  parse('LF CRLF are two line ends', 'data: a\n\r\ndata: b\n\n', ['"a"', '"b"']),
  parse('CRLF CR are two line ends', 'data: a\r\n\rdata: b\n\n', ['"a"', '"b"']),
  parse('line ends may be mixed', 'data: a\rdata: b\ndata: c\r\n\rdata: d\r\n\n', [
    '"a\\nb\\nc"',
    '"d"',
  ]),
  parse('blank lines alone are no events', '\n\r\r\n\n\n\r', []),
  parse('blank lines between events are no events', '\n\ndata: a\n\n\n\n\ndata: b\n\n', [
    '"a"',
    '"b"',
  ]),
  parse('a form feed does not end a line', 'data: a\fdata: b\n\n', ['"a\\fdata: b"']),
  parse('a vertical tab does not end a line', 'data: a\vdata: b\n\n', ['"a\\u000bdata: b"']),
  parse('NEL does not end a line', 'data: a\u0085data: b\n\n', ['"a\u0085data: b"']),
  parse('a line separator does not end a line', 'data: a\u2028data: b\n\n', ['"a\u2028data: b"']),
  parse('a paragraph separator does not end a line', 'data: a\u2029b\n\n', ['"a\u2029b"']),

  parseAtOnce('a blank line of LF dispatches at once', 'data: a\n\n', ['"a"']),
  parseAtOnce('a blank line of CR dispatches at once', 'data: a\r\r', ['"a"']),
  parseAtOnce('a blank line of CRLF dispatches at once', 'data: a\r\n\r\n', ['"a"']),
  parseAtOnce('CRLF CR dispatches before the LF that may follow', 'data: a\r\n\r', ['"a"']),
  parseAtOnce(
    'an LF that follows the CR in the next piece is no further line end',
    ['data: a\r\n\r', '\ndata: b\r\n\r', '\n'],
    ['"a"', '"b"'],
  ),
  parse(
    'CRLF cut in two is one line end',
    ['data: a\r', '\ndata: b\r', '\n', '\r', '\n'],
    ['"a\\nb"'],
  ),
  parse('CR at the end of a piece ends its line', ['data: a\r', 'data: b\r', '\r'], ['"a\\nb"']),
  parse(
    'a stream in single bytes with LF',
    bytewise('event: x\ndata: ab\nid: 1\n\n'),
    ['x: "ab" #1'],
    {
      types: ['x'],
    },
  ),
  parse('a stream in single bytes with CRLF', bytewise('data: ab\r\ndata: c\r\n\r\n'), [
    '"ab\\nc"',
  ]),
  parse('a stream in single bytes with CR', bytewise('data: ab\rdata: c\r\r'), ['"ab\\nc"']),

  parse('one leading byte order mark is dropped', '\uFEFFdata: a\n\n', ['"a"']),
  parse('a byte order mark in single bytes is dropped', bytewise('\uFEFFdata: a\n\n'), ['"a"']),
  parse(
    'a second byte order mark belongs to the field name',
    '\uFEFF\uFEFFdata: a\n\ndata: b\n\n',
    ['"b"'],
  ),
  parse(
    'a byte order mark at a later line belongs to the field name',
    'data: a\n\uFEFFdata: b\n\n',
    ['"a"'],
  ),
  parse('a byte order mark in a value stays', 'data: \uFEFFa\uFEFF\n\n', ['"\uFEFFa\uFEFF"']),
  parse('a byte order mark after a leading blank line stays', '\n\uFEFFdata: a\n\ndata: b\n\n', [
    '"b"',
  ]),
  parse('part of a byte order mark is not one', [[0xef, 0xbb], 'data: a\n\ndata: b\n\n'], ['"b"']),
  parse(
    'a byte order mark of UTF-16 is not one',
    [[0xff, 0xfe], 'data: a\n\ndata: b\n\n'],
    ['"b"'],
  ),
];

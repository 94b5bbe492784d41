// HTML 9.2.3: reestablishing the connection, and 9.2.6: the field retry.
import {
  cut,
  end,
  eventStream,
  hold,
  reply,
  silent,
  wait,
} from '../../../support/stream-scenario.ts';
import type { Case } from '../case.ts';
import { soon, utf8 } from './notation.ts';

/** Lines of `retry` after which the source is back soon; `first` is a time it could not wait for. */
const returns = (name: string, lines: string, first = 'retry: 86400000\n\n'): Case => ({
  name,
  given: [eventStream(first, lines, end), silent],
  when: ({ lines: noted }) => noted(3),
  then: ['open OPEN', 'error CONNECTING', 'open OPEN'],
});

/** Lines of `retry` that are ignored: the time that was set before stays. */
const ignored = (name: string, line: string): Case => returns(name, `${line}\n`, 'retry: 20\n\n');

export const reconnectCases: Case[] = [
  returns('retry sets the reconnection time', 'retry: 20\n\n'),
  returns('retry counts from its own line on, not from the end of its block', 'retry: 20\n'),
  returns('retry in a block of data counts', 'data: a\nretry: 20\n'),
  returns('retry without a space', 'retry:20\n'),
  returns('retry with leading zeros', 'retry: 0020\n'),
  returns('the last retry counts', 'retry: 20\n', 'retry: 1\nretry: 86400000\n\n'),
  returns('a retry of zero', 'retry: 0\n'),
  ignored('retry with a unit is ignored', 'retry: 86400000ms'),
  ignored('retry with a sign is ignored', 'retry: +86400000'),
  ignored('a negative retry is ignored', 'retry: -86400000'),
  ignored('retry with a fraction is ignored', 'retry: 86400000.5'),
  ignored('retry with an exponent is ignored', 'retry: 9e9'),
  ignored('hexadecimal retry is ignored', 'retry: 0x5265C00'),
  ignored('retry with two spaces is ignored', 'retry:  86400000'),
  ignored('retry with a space behind is ignored', 'retry: 86400000 '),
  ignored('retry with other digits than ASCII is ignored', 'retry: ٨٦٤٠٠٠٠٠'),
  ignored('retry in capitals is ignored', 'Retry: 86400000'),
  ignored('a word as retry is ignored', 'retry: never'),
  ignored('retry with a comma is ignored', 'retry: 86,400,000'),
  ignored('an empty retry is ignored', 'retry:'),
  ignored('retry without a colon is ignored', 'retry'),
  {
    name: 'a time beyond what a timer holds is long, not short',
    given: [eventStream('retry: 4294967297\n\n', end), silent],
    when: async ({ event, meanwhile, scenario, note }) => {
      await event('error');
      await meanwhile();
      note('requests', (await scenario.log()).requests.length);
    },
    then: ['open OPEN', 'error CONNECTING', 'requests 1'],
  },
  {
    name: 'a time beyond every number is long, not short',
    given: [eventStream(`retry: ${'9'.repeat(400)}\n\n`, end), silent],
    when: async ({ event, meanwhile, scenario, note }) => {
      await event('error');
      await meanwhile();
      note('requests', (await scenario.log()).requests.length);
    },
    then: ['open OPEN', 'error CONNECTING', 'requests 1'],
  },
  {
    name: 'the reconnection time stays for later connections',
    given: [eventStream(soon, end), eventStream(end), eventStream(end), silent],
    when: ({ lines }) => lines(7),
    then: [
      'open OPEN',
      'error CONNECTING',
      'open OPEN',
      'error CONNECTING',
      'open OPEN',
      'error CONNECTING',
      'open OPEN',
    ],
  },
  {
    name: 'a stream that is cut is connected again',
    given: [eventStream(soon, 'data: a\n\n', wait, cut), eventStream('data: b\n\n', hold)],
    when: async ({ lines, scenario }) => {
      await lines(2);
      await scenario.go();
      await lines(5);
    },
    then: ['open OPEN', '"a"', 'error CONNECTING', 'open OPEN', '"b"'],
  },
  {
    name: 'an empty stream is connected again',
    given: [eventStream(soon, end), eventStream(end), eventStream('data: b\n\n', hold)],
    when: ({ lines }) => lines(6),
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', 'error CONNECTING', 'open OPEN', '"b"'],
  },
  {
    name: 'a reconnect that finds nobody is tried again',
    given: [eventStream(soon, end), [cut], [cut], eventStream('data: b\n\n', hold)],
    when: ({ lines }) => lines(6),
    then: [
      'open OPEN',
      'error CONNECTING',
      'error CONNECTING',
      'error CONNECTING',
      'open OPEN',
      '"b"',
    ],
  },
  {
    name: 'a first connection that finds nobody is tried again',
    given: [[cut], eventStream('data: a\n\n', hold)],
    when: ({ lines }) => lines(3),
    then: ['error CONNECTING', 'open OPEN', '"a"'],
  },
  {
    name: 'a 204 response to a reconnect ends it',
    given: [eventStream(soon, end), reply(204), silent],
    when: async ({ lines, meanwhile, scenario, note }) => {
      await lines(3);
      await meanwhile();
      note('requests', (await scenario.log()).requests.length);
    },
    then: ['open OPEN', 'error CONNECTING', 'error CLOSED', 'requests 2'],
  },
  {
    name: 'a 500 response to a reconnect ends it',
    given: [eventStream(soon, end), reply(500), silent],
    when: async ({ lines, meanwhile, scenario, note }) => {
      await lines(3);
      await meanwhile();
      note('requests', (await scenario.log()).requests.length);
    },
    then: ['open OPEN', 'error CONNECTING', 'error CLOSED', 'requests 2'],
  },
  {
    name: 'a wrong type of a reconnect ends it',
    given: [eventStream(soon, end), reply(200, { 'content-type': 'text/html' }, 'data: a\n\n')],
    when: ({ lines }) => lines(3),
    then: ['open OPEN', 'error CONNECTING', 'error CLOSED'],
  },
  {
    name: 'a half line is not glued to the next connection',
    given: [eventStream(soon, 'data: ha', cut), eventStream('data: whole\n\n', hold)],
    when: ({ lines }) => lines(4),
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', '"whole"'],
  },
  {
    name: 'a half event is not glued to the next connection',
    given: [eventStream(soon, 'event: x\ndata: ha\n', end), eventStream('data: whole\n\n', hold)],
    types: ['x'],
    when: ({ lines }) => lines(4),
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', '"whole"'],
  },
  {
    name: 'a half character is not glued to the next connection',
    given: [
      eventStream(soon, [...utf8('data: '), 0xe4, 0xb8], end),
      eventStream('data: whole\n\n', hold),
    ],
    when: ({ lines }) => lines(4),
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', '"whole"'],
  },
  {
    name: 'every connection may begin with a byte order mark',
    given: [eventStream(soon, end), eventStream('\uFEFFdata: a\n\n', hold)],
    when: ({ lines }) => lines(4),
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', '"a"'],
  },
  {
    name: 'an event without its blank line is dropped at the end',
    given: [eventStream('data: a\n\ndata: b\n', end)],
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
  {
    name: 'an event without its last line end is dropped at the end',
    given: [eventStream('data: a\n\ndata: b', end)],
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
  {
    name: 'a stream that ends in CR has ended its line',
    given: [eventStream('data: a\r\r', end)],
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
];

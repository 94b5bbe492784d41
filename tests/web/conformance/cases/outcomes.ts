// HTML 9.2.2-9.2.3: which responses are announced, which fail the connection.
import {
  cut,
  end,
  eventStream,
  head,
  hold,
  reply,
  send,
  silent,
  wait,
} from '../../../support/stream-scenario.ts';
import type { Case } from '../case.ts';

const eventStreamType = { 'content-type': 'text/event-stream' };

/** A response that closes the source for good: no event of it, and no further request. */
const closes = (name: string, status: number, headers: Record<string, string>): Case => ({
  name,
  given: [reply(status, headers, 'retry: 1\n\ndata: a\n\n'), eventStream('data: b\n\n', hold)],
  when: async ({ event, meanwhile, scenario, note, source }) => {
    await event('error');
    await meanwhile();
    note('requests', (await scenario.log()).requests.length, 'state', source.readyState);
  },
  then: ['error CLOSED', 'requests 1 state 2'],
});

const statuses = [
  201, 202, 203, 204, 205, 206, 304, 400, 403, 404, 410, 418, 429, 500, 501, 502, 503, 504, 599,
];

const refusedTypes = [
  'text/plain',
  'text/html',
  'text/event-streaming',
  'text/event-strea',
  'text/x-event-stream',
  'application/event-stream',
  'text/event-stream-x',
  'x-text/event-stream',
  'text / event-stream',
  'text/event stream',
  'text/plain; type=text/event-stream',
  'application/json',
];

const acceptedTypes = [
  'text/event-stream',
  'Text/Event-Stream',
  'TEXT/EVENT-STREAM',
  'text/event-stream;',
  'text/event-stream;charset=utf-8',
  'text/event-stream; charset=UTF-8',
  'text/event-stream ; charset="utf-8"',
  'text/event-stream;charset=latin1;x=y',
  'text/event-stream;not a parameter',
  ' text/event-stream ',
];

export const outcomeCases: Case[] = [
  ...statuses.map((status) => closes(`status ${status} closes`, status, eventStreamType)),
  ...refusedTypes.map((type) => closes(`type ${type} closes`, 200, { 'content-type': type })),
  closes('a response without type closes', 200, {}),
  closes('a response of an empty type closes', 200, { 'content-type': '' }),
  ...acceptedTypes.map(
    (type): Case => ({
      name: `type ${JSON.stringify(type)} is an event stream`,
      given: [reply(200, { 'content-type': type }, 'data: ü\n\n')],
      then: ['open OPEN', '"ü"', 'error CONNECTING'],
    }),
  ),
  {
    name: 'open comes before the first byte of the body',
    given: [eventStream(wait, 'data: a\n\n', hold)],
    when: async ({ lines, scenario, meanwhile, note }) => {
      await scenario.log({ requests: 1 });
      await meanwhile();
      note('byte');
      await scenario.go();
      await lines(3);
    },
    then: ['open OPEN', 'byte', '"a"'],
  },
  {
    name: 'a body of known length is an event stream',
    given: [[head(200, { ...eventStreamType, 'content-length': '9' }), send('data: a\n\n'), end]],
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
  {
    name: 'a body of length zero opens and ends',
    given: [[head(200, { ...eventStreamType, 'content-length': '0' }), end]],
    then: ['open OPEN', 'error CONNECTING'],
  },
  {
    name: 'a body that breaks off before its length is a lost connection',
    given: [
      [head(200, { ...eventStreamType, 'content-length': '99' }), send('data: a\n\n'), wait, cut],
    ],
    when: async ({ lines, scenario }) => {
      await lines(2);
      await scenario.go();
      await lines(3);
    },
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
  {
    name: 'a body to be saved as a file is an event stream',
    given: [reply(200, { ...eventStreamType, 'content-disposition': 'attachment' }, 'data: a\n\n')],
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
  {
    name: 'a server that hangs up without a response is a lost connection',
    given: [[cut]],
    then: ['error CONNECTING'],
  },
  {
    name: 'another origin that does not allow it closes',
    when: async ({ serve, open, otherOrigin, lines, meanwhile, note }) => {
      const scenario = await serve([silent], { cors: 'refused' });
      open(scenario.at(otherOrigin));
      await lines(1);
      await meanwhile();
      note('requests', (await scenario.log()).requests.length);
    },
    then: ['error CLOSED', 'requests 1'],
  },
  {
    name: 'another origin that allows everyone does not allow credentials',
    when: async ({ serve, open, otherOrigin, lines }) => {
      const everyone = { ...eventStreamType, 'access-control-allow-origin': '*' };
      const scenario = await serve([[head(200, everyone), send(':\n'), hold]], { cors: 'refused' });
      open(scenario.at(otherOrigin), { withCredentials: true });
      await lines(1);
    },
    then: ['error CLOSED'],
  },
  {
    name: 'another origin that allows everyone is read without credentials',
    when: async ({ serve, open, otherOrigin, lines }) => {
      const everyone = { ...eventStreamType, 'access-control-allow-origin': '*' };
      const steps = [head(200, everyone), send('data: a\n\n'), hold];
      const scenario = await serve([steps], { cors: 'refused' });
      open(scenario.at(otherOrigin));
      await lines(2);
    },
    then: ['open OPEN', '"a"'],
  },
  {
    name: 'a data: URL is fetched',
    when: ({ open }) =>
      new Promise((resolve) => {
        const source = open('data:text/event-stream,data:a%0A%0A');
        source.addEventListener('error', () => {
          source.close();
          resolve();
        });
      }),
    then: ['open OPEN', '"a"', 'error CONNECTING'],
  },
  ...['mailto:a@example.test', 'unknown:x', 'about:blank', 'javascript:0'].map(
    (url): Case => ({
      name: `the scheme of ${url} closes`,
      when: async ({ open, lines, note }) => {
        note('state', open(url).readyState);
        await lines(2);
      },
      then: ['state 0', 'error CLOSED'],
    }),
  ),
];

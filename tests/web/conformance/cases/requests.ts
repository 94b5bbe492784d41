// HTML 9.2.2: the request, its credentials and redirects.
import {
  cut,
  end,
  eventStream,
  hold,
  type ReceivedRequest,
  redirect,
  reply,
  silent,
} from '../../../support/stream-scenario.ts';
import type { Case, Stage } from '../case.ts';
import { soon } from './notation.ts';

/** One thing about the first request. */
const asks = (
  name: string,
  about: (request: ReceivedRequest, stage: Stage) => unknown,
  expected: string,
  extras: Partial<Case> = {},
): Case => ({
  name,
  given: [silent],
  when: async (stage) => {
    await stage.event('open');
    const { requests } = await stage.scenario.log({ requests: 1 });
    stage.note(about(requests[0], stage));
  },
  then: ['open OPEN', expected],
  ...extras,
});

/** A redirect with that status to a stream at the same or another origin. */
const follows = (status: number, where: 'origin' | 'otherOrigin', relative = false): Case => ({
  name: `a ${status} to ${where === 'origin' ? 'the same' : 'another'} origin${
    relative ? ', relative,' : ''
  } is followed`,
  when: async (stage) => {
    const target = await stage.serve([eventStream('data: a\n\n', hold)]);
    const url = target.at(stage[where]);
    const first = await stage.serve([redirect(relative ? new URL(url).pathname : url, status)]);
    const source = stage.open(first.url);
    const message = new Promise<MessageEvent>((resolve) => {
      source.onmessage = resolve;
    });
    stage.note('origin', (await message).origin === stage[where]);
    stage.note('url', source.url === first.url);
  },
  then: ['open OPEN', '"a"', 'origin true', 'url true'],
});

const crumb = (request: ReceivedRequest, name: string) =>
  request.headers.cookie?.includes(`${name}=1`) ?? false;

/** Has a cookie set by its server, then opens a source there; is the cookie sent? */
const credentials = (
  name: string,
  where: 'origin' | 'otherOrigin',
  init: EventSourceInit | undefined,
  sent: boolean,
): Case => ({
  name,
  when: async (stage) => {
    const cookie = `crumb${Math.random()}`.replace('.', '');
    const setter = await stage.serve([reply(200, { 'set-cookie': `${cookie}=1; Path=/` })]);
    await fetch(setter.at(stage[where]), { credentials: 'include' });
    const scenario = await stage.serve([silent]);
    stage.open(scenario.at(stage[where]), init);
    const { requests } = await scenario.log({ requests: 1 });
    await stage.lines(1);
    stage.note('cookie', crumb(requests[0], cookie));
  },
  then: ['open OPEN', `cookie ${sent}`],
});

export const requestCases: Case[] = [
  asks('the method is GET', ({ method }) => method, 'GET'),
  asks('Accept is text/event-stream', ({ headers }) => headers.accept, 'text/event-stream'),
  asks('Cache-Control is no-cache', ({ headers }) => headers['cache-control'], 'no-cache'),
  asks('there is no body', ({ headers }) => headers['content-type'] ?? 'none', 'none'),
  asks('the first request has no Last-Event-ID', ({ lastEventId }) => lastEventId, 'null'),
  asks('the mode is cors', ({ headers }) => headers['sec-fetch-mode'], 'cors'),
  asks('the destination is empty', ({ headers }) => headers['sec-fetch-dest'], 'empty'),
  asks('at the same origin there is no Origin', ({ headers }) => headers.origin ?? 'none', 'none'),
  asks(
    'the referrer is that of the scope’s own requests',
    ({ headers }, { origin }) => headers.referer?.startsWith(`${origin}/conformance/`),
    'true',
  ),
  {
    name: 'the query is sent, the fragment is not',
    when: async ({ serve, open, lines, note }) => {
      const scenario = await serve([silent]);
      const source = open(`${scenario.url}?a=1&b=%20ü#part`);
      await lines(1);
      const { requests } = await scenario.log({ requests: 1 });
      note(requests[0].target.replace(/^.*\?/, '?'));
      note(new URL(source.url).hash);
    },
    then: ['open OPEN', '?a=1&b=%20%C3%BC', '#part'],
  },
  {
    name: 'every connection asks alike',
    given: [eventStream(soon, end), silent],
    when: async ({ lines, scenario, note }) => {
      await lines(3);
      const [first, second] = (await scenario.log({ requests: 2 })).requests;
      const names = ['accept', 'cache-control', 'referer', 'sec-fetch-mode'];
      note(names.filter((name) => first.headers[name] !== second.headers[name]).length);
      note(first.target === second.target);
    },
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', '0', 'true'],
  },
  {
    name: 'the cache is not asked',
    when: async ({ serve, open, lines }) => {
      const stored = { 'content-type': 'text/event-stream', 'cache-control': 'max-age=3600' };
      const scenario = await serve([
        reply(200, stored, 'retry: 1\n\ndata: 1\n\n'),
        reply(200, stored, 'data: 2\n\n'),
        silent,
      ]);
      open(scenario.url);
      await lines(7);
    },
    then: [
      'open OPEN',
      '"1"',
      'error CONNECTING',
      'open OPEN',
      '"2"',
      'error CONNECTING',
      'open OPEN',
    ],
  },
  {
    name: 'another origin that allows it is read, with Origin and without preflight',
    when: async ({ serve, open, lines, note, otherOrigin, origin }) => {
      const scenario = await serve([eventStream('data: a\n\n', hold)]);
      open(scenario.at(otherOrigin));
      await lines(2);
      const { requests, preflights } = await scenario.log();
      note('origin', requests[0].headers.origin === origin);
      note('preflights', preflights.length);
    },
    then: ['open OPEN', '"a"', 'origin true', 'preflights 0'],
  },
  {
    name: 'another origin’s events have that origin',
    when: async ({ serve, open, note, otherOrigin }) => {
      const scenario = await serve([eventStream('data: a\n\n', hold)]);
      const source = open(scenario.at(otherOrigin));
      const message = new Promise<MessageEvent>((resolve) => {
        source.onmessage = resolve;
      });
      note((await message).origin === otherOrigin);
    },
    then: ['open OPEN', '"a"', 'true'],
  },
  {
    name: 'a reconnect to another origin sends Last-Event-ID',
    when: async ({ serve, open, lines, note, otherOrigin }) => {
      const scenario = await serve([eventStream(soon, 'id: 1\ndata\n\n', end), silent]);
      open(scenario.at(otherOrigin));
      await lines(4);
      note((await scenario.log()).requests[1].lastEventId);
    },
    then: ['open OPEN', '"" #1', 'error CONNECTING', 'open OPEN', '1'],
  },
  credentials('cookies go to the same origin', 'origin', undefined, true),
  credentials(
    'cookies go to the same origin with credentials',
    'origin',
    { withCredentials: true },
    true,
  ),
  credentials('cookies do not go to another origin', 'otherOrigin', undefined, false),
  credentials(
    'cookies go to another origin with credentials',
    'otherOrigin',
    { withCredentials: true },
    true,
  ),

  ...[301, 302, 303, 307, 308].flatMap((status) => [
    follows(status, 'origin'),
    follows(status, 'otherOrigin'),
  ]),
  follows(302, 'origin', true),
  {
    name: 'several redirects are followed',
    when: async ({ serve, open, lines, otherOrigin }) => {
      const target = await serve([eventStream('data: a\n\n', hold)]);
      const third = await serve([redirect(target.at(otherOrigin), 307)]);
      const second = await serve([redirect(third.url, 301)]);
      const first = await serve([redirect(second.url)]);
      open(first.url);
      await lines(2);
    },
    then: ['open OPEN', '"a"'],
  },
  {
    name: 'a redirect to what is no event stream closes',
    when: async ({ serve, open, lines }) => {
      const target = await serve([reply(200, { 'content-type': 'text/plain' }, 'data: a\n\n')]);
      const first = await serve([redirect(target.url)]);
      open(first.url);
      await lines(1);
    },
    then: ['error CLOSED'],
  },
  {
    name: 'a redirect to a 404 closes',
    when: async ({ serve, open, lines }) => {
      const target = await serve([reply(404)]);
      const first = await serve([redirect(target.url)]);
      open(first.url);
      await lines(1);
    },
    then: ['error CLOSED'],
  },
  {
    name: 'a redirect to another origin that does not allow it closes',
    when: async ({ serve, open, lines, otherOrigin }) => {
      const target = await serve([silent], { cors: 'refused' });
      const first = await serve([redirect(target.at(otherOrigin))]);
      open(first.url);
      await lines(1);
    },
    then: ['error CLOSED'],
  },
  {
    name: 'a redirect without Location closes',
    given: [reply(302), silent],
    when: ({ lines }) => lines(1),
    then: ['error CLOSED'],
  },
  {
    name: 'a reconnect goes to the constructor’s URL, not to where a redirect led',
    when: async ({ serve, open, lines, note }) => {
      const target = await serve([
        eventStream(soon, 'data: 1\n\n', end),
        eventStream('data: 2\n\n', hold),
      ]);
      const first = await serve([redirect(target.url, 301), redirect(target.url, 301)]);
      open(first.url);
      await lines(5);
      note('requests', (await first.log()).requests.length);
    },
    then: ['open OPEN', '"1"', 'error CONNECTING', 'open OPEN', '"2"', 'requests 2'],
  },
  {
    name: 'a reconnect after a redirect to nobody goes to the constructor’s URL',
    when: async ({ serve, open, lines, note }) => {
      const dead = await serve([[cut], [cut]]);
      const first = await serve([redirect(dead.url), silent]);
      open(first.url);
      await lines(2);
      note('requests', (await first.log()).requests.length);
    },
    then: ['error CONNECTING', 'open OPEN', 'requests 2'],
  },
];

// HTML 9.2.2: close(), at each moment.
import {
  cut,
  end,
  eventStream,
  hold,
  redirect,
  reply,
  silent,
  wait,
} from '../../../support/stream-scenario.ts';
import type { Case, Stage } from '../case.ts';
import { soon } from './notation.ts';

/** What fires, and what is asked for, after the source was closed. */
const quiet = async ({ source, meanwhile, scenario, note }: Stage): Promise<void> => {
  note('state', source.readyState);
  await meanwhile();
  note('requests', (await scenario.log()).requests.length);
};

export const closingCases: Case[] = [
  {
    name: 'close() in the task of the constructor: nothing fires',
    given: [eventStream('data: a\n\n', hold)],
    when: async ({ source, note, meanwhile }) => {
      source.close();
      note('state', source.readyState);
      await meanwhile();
    },
    then: ['state 2'],
  },
  {
    name: 'close() before the response: nothing fires',
    given: [[wait, ...eventStream('data: a\n\n', hold)]],
    when: async (stage) => {
      await stage.scenario.log({ requests: 1 });
      stage.source.close();
      await stage.scenario.go();
      await quiet(stage);
    },
    then: ['state 2', 'requests 1'],
  },
  {
    name: 'close() before the response drops the request',
    given: [[wait, ...silent]],
    when: async ({ scenario, source, note }) => {
      await scenario.log({ requests: 1 });
      source.close();
      note('dropped', (await scenario.log({ dropped: 1 })).dropped);
    },
    then: ['dropped 1'],
  },
  {
    name: 'close() in open: no message follows',
    given: [eventStream('data: a\n\n', hold)],
    when: async (stage) => {
      stage.source.addEventListener('open', () => stage.source.close());
      await stage.event('open');
      await quiet(stage);
    },
    then: ['open OPEN', 'state 2', 'requests 1'],
  },
  {
    name: 'close() between open and the first event: nothing follows',
    given: [eventStream(':\n', wait, 'data: a\n\n', hold)],
    when: async (stage) => {
      await stage.event('open');
      stage.source.close();
      await stage.scenario.go();
      await quiet(stage);
    },
    then: ['open OPEN', 'state 2', 'requests 1'],
  },
  {
    name: 'close() in a message: events of the same piece do not follow',
    given: [eventStream('data: a\n\ndata: b\n\ndata: c\n\n', hold)],
    when: async (stage) => {
      stage.source.addEventListener('message', () => stage.source.close());
      await stage.event('message');
      await quiet(stage);
    },
    then: ['open OPEN', '"a"', 'state 2', 'requests 1'],
  },
  {
    name: 'close() in a named event: events of the same piece do not follow',
    given: [eventStream('event: x\ndata: a\n\nevent: x\ndata: b\n\ndata: c\n\n', hold)],
    types: ['x'],
    when: async (stage) => {
      stage.source.addEventListener('x', () => stage.source.close());
      await stage.event('x');
      await quiet(stage);
    },
    then: ['open OPEN', 'x: "a"', 'state 2', 'requests 1'],
  },
  {
    name: 'close() in a message lets the other listeners of that message run',
    given: [eventStream('data: a\n\ndata: b\n\n', hold)],
    when: async (stage) => {
      stage.source.onmessage = () => stage.source.close();
      stage.source.addEventListener('message', () => stage.note('also', stage.source.readyState));
      await stage.event('message');
      await quiet(stage);
    },
    then: ['open OPEN', '"a"', 'also 2', 'state 2', 'requests 1'],
  },
  {
    name: 'close() after a message drops the connection',
    given: [eventStream('data: a\n\n', hold)],
    when: async ({ event, source, scenario, note }) => {
      await event('message');
      source.close();
      note('dropped', (await scenario.log({ dropped: 1 })).dropped);
    },
    then: ['open OPEN', '"a"', 'dropped 1'],
  },
  {
    name: 'close() after a redirect drops the connection',
    when: async ({ serve, open, lines, meanwhile, note }) => {
      const target = await serve([eventStream('data: a\n\n', hold)]);
      const first = await serve([redirect(target.url)]);
      const source = open(first.url);
      await lines(2);
      source.close();
      await meanwhile();
      note('dropped', (await target.log()).dropped);
    },
    then: ['open OPEN', '"a"', 'dropped 1'],
  },
  {
    name: 'close() in a message before the end of the stream: no error follows',
    given: [eventStream('data: a\n\n', end), silent],
    when: async (stage) => {
      stage.source.addEventListener('message', () => stage.source.close());
      await stage.event('message');
      await quiet(stage);
    },
    then: ['open OPEN', '"a"', 'state 2', 'requests 1'],
  },
  {
    name: 'close() in error: no further connection',
    given: [eventStream(soon, end), silent],
    when: async (stage) => {
      stage.source.addEventListener('error', () => stage.source.close());
      await stage.event('error');
      await quiet(stage);
    },
    then: ['open OPEN', 'error CONNECTING', 'state 2', 'requests 1'],
  },
  {
    name: 'close() in error after a cut: no further connection',
    given: [eventStream(soon, cut), silent],
    when: async (stage) => {
      stage.source.onerror = () => stage.source.close();
      await stage.event('error');
      await quiet(stage);
    },
    then: ['open OPEN', 'error CONNECTING', 'state 2', 'requests 1'],
  },
  {
    name: 'close() in error of a first connection that failed: no further one',
    given: [[cut], silent],
    when: async (stage) => {
      stage.source.onerror = () => stage.source.close();
      await stage.event('error');
      await quiet(stage);
    },
    then: ['error CONNECTING', 'state 2', 'requests 1'],
  },
  {
    name: 'close() while waiting: no further connection',
    given: [eventStream('retry: 600\n\n', end), silent],
    when: async (stage) => {
      await stage.event('error');
      await new Promise((resolve) => setTimeout(resolve));
      stage.source.close();
      await quiet(stage);
      await stage.meanwhile();
    },
    then: ['open OPEN', 'error CONNECTING', 'state 2', 'requests 1'],
  },
  {
    name: 'close() while a reconnect awaits its response: nothing fires',
    given: [eventStream(soon, end), [wait, ...eventStream('data: a\n\n', hold)]],
    when: async (stage) => {
      await stage.scenario.log({ requests: 2 });
      stage.source.close();
      await stage.scenario.go();
      await quiet(stage);
    },
    then: ['open OPEN', 'error CONNECTING', 'state 2', 'requests 2'],
  },
  {
    name: 'close() in the open of a reconnect: no message follows',
    given: [eventStream(soon, end), eventStream('data: a\n\n', hold)],
    when: async (stage) => {
      await stage.event('error');
      stage.source.onopen = () => stage.source.close();
      await stage.event('open');
      await quiet(stage);
    },
    then: ['open OPEN', 'error CONNECTING', 'open OPEN', 'state 2', 'requests 2'],
  },
  {
    name: 'close() twice is close() once',
    given: [silent],
    when: async (stage) => {
      await stage.event('open');
      stage.source.close();
      stage.source.close();
      await quiet(stage);
    },
    then: ['open OPEN', 'state 2', 'requests 1'],
  },
  {
    name: 'close() after a refusal changes nothing',
    given: [reply(500)],
    when: async (stage) => {
      await stage.event('error');
      stage.source.close();
      await quiet(stage);
    },
    then: ['error CLOSED', 'state 2', 'requests 1'],
  },
  {
    name: 'close() returns undefined, and its effect is there at once',
    given: [silent],
    when: async ({ event, source, note }) => {
      await event('open');
      note(source.close(), source.readyState);
    },
    then: ['open OPEN', 'undefined 2'],
  },
  {
    name: 'a closed source can still be given events by the page',
    given: [silent],
    when: ({ source, note }) => {
      source.close();
      source.addEventListener('mine', () => note('mine'));
      source.dispatchEvent(new Event('mine'));
    },
    then: ['mine'],
  },
  {
    name: 'closing one source leaves another of the same URL alone',
    given: [eventStream('data: a\n\n', hold), eventStream(':\n', wait, 'data: b\n\n', hold)],
    when: async ({ scenario, source, open, event, lines }) => {
      await event('message');
      open(scenario.url);
      await lines(3);
      source.close();
      await scenario.go();
      await lines(4);
    },
    then: ['open OPEN', '"a"', 'open OPEN', '"b"'],
  },
];

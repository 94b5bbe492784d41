// The events themselves: DOM 2.2, HTML 9.1.
import { end, eventStream, hold } from '../../../support/stream-scenario.ts';
import type { Case, Stage } from '../case.ts';

/** What is to be seen of the message "a" with id 7, in its listener and afterwards. */
const message = (
  name: string,
  inside: (event: MessageEvent, stage: Stage) => unknown,
  expected: string,
  extras: Partial<Case> = {},
): Case => ({
  name: `a message: ${name}`,
  given: [eventStream('id: 7\ndata: a\n\n', hold)],
  when: async (stage) => {
    const { source } = stage;
    await new Promise<void>((resolve) => {
      source.onmessage = (event) => {
        try {
          stage.note(inside(event, stage));
        } finally {
          resolve();
        }
      };
    });
  },
  then: ['open OPEN', '"a" #7', expected],
  ...extras,
});

/** The same for an event in the task after its dispatch. */
const afterwards = (
  name: string,
  about: (event: Event, stage: Stage) => unknown,
  expected: string,
): Case => ({
  name: `a message afterwards: ${name}`,
  given: [eventStream('data: a\n\n', hold)],
  when: async (stage) => {
    const event = await stage.event('message');
    await new Promise((resolve) => setTimeout(resolve));
    stage.note(about(event, stage));
  },
  then: ['open OPEN', '"a"', expected],
});

/** What is to be seen of `open` and of `error`. */
const plain = (
  name: string,
  about: (event: Event, source: EventSource) => unknown,
  expected: string,
): Case => ({
  name: `open and error: ${name}`,
  when: async (stage) => {
    const { url } = await stage.serve([eventStream(end)]);
    const source = new stage.EventSource(url);
    source.onopen = (event) => stage.note('open', about(event, source));
    await new Promise<void>((resolve) => {
      source.onerror = (event) => {
        stage.note('error', about(event, source));
        source.close();
        resolve();
      };
    });
  },
  then: [`open ${expected}`, `error ${expected}`],
});

export const eventCases: Case[] = [
  message(
    'it is a MessageEvent and an Event',
    (event) => [
      event instanceof MessageEvent,
      event instanceof Event,
      event.constructor === MessageEvent,
    ],
    'true,true,true',
  ),
  message(
    'its class in words',
    (event) => Object.prototype.toString.call(event),
    '[object MessageEvent]',
  ),
  message('its data is a string', (event) => typeof event.data, 'string'),
  message('its type', ({ type }) => type, 'message'),
  message('its id', ({ lastEventId }) => lastEventId, '7'),
  message('its origin', ({ origin }, stage) => origin === stage.origin, 'true'),
  message('its source is null', ({ source }) => source, 'null'),
  message(
    'its ports are an empty frozen list',
    ({ ports }) => [Array.isArray(ports), ports.length, Object.isFrozen(ports)],
    'true,0,true',
  ),
  message(
    'its ports are the same list each time',
    (event) => {
      const { ports } = event;
      return event.ports === ports;
    },
    'true',
  ),
  message(
    'its targets are the source',
    (event, { source }) => [
      event.target === source,
      event.currentTarget === source,
      event.srcElement === source,
    ],
    'true,true,true',
  ),
  message('its phase is AT_TARGET', (event) => [event.eventPhase, event.AT_TARGET], '2,2'),
  message(
    'its path is the source',
    (event, { source }) => {
      const path = event.composedPath();
      return [path.length, path[0] === source];
    },
    '1,true',
  ),
  message(
    'it does not bubble, is not cancelable, nor composed',
    (event) => [event.bubbles, event.cancelable, event.composed],
    'false,false,false',
  ),
  message(
    'it cannot be cancelled',
    (event) => {
      event.preventDefault();
      return [event.defaultPrevented, event.returnValue];
    },
    'false,true',
  ),
  message(
    'returnValue cannot cancel it',
    (event) => {
      event.returnValue = false;
      return [event.defaultPrevented, event.returnValue];
    },
    'false,true',
  ),
  message(
    'cancelBubble tells whether propagation was stopped',
    (event) => {
      const before = event.cancelBubble;
      event.cancelBubble = true;
      event.cancelBubble = false;
      return [before, event.cancelBubble];
    },
    'false,true',
  ),
  message('it is trusted', ({ isTrusted }) => isTrusted, 'true'),
  message(
    'its time is near the clock’s',
    ({ timeStamp }) => {
      const ago = performance.now() - timeStamp;
      return ago > -5 && ago < 60_000;
    },
    'true',
  ),
  message(
    'its members cannot be assigned',
    (event) => [
      Reflect.set(event, 'data', 'x'),
      Reflect.set(event, 'lastEventId', 'x'),
      Reflect.set(event, 'type', 'x'),
      event.data,
      event.lastEventId,
      event.type,
    ],
    'false,false,false,a,7,message',
  ),
  message(
    'it can be given further members',
    (event) => {
      Reflect.set(event, 'mine', 1);
      return Reflect.get(event, 'mine');
    },
    '1',
  ),
  message(
    'its members are found by in',
    (event) =>
      ['data', 'origin', 'lastEventId', 'source', 'ports', 'type'].every((name) => name in event),
    'true',
  ),
  message(
    'it cannot be dispatched again meanwhile',
    (event, { source }) => {
      try {
        return source.dispatchEvent(event);
      } catch (error) {
        return (error as Error).name;
      }
    },
    'InvalidStateError',
  ),
  message(
    'initMessageEvent does nothing meanwhile',
    (event) => {
      event.initMessageEvent('x', false, false, 'x');
      return [event.type, event.data];
    },
    'message,a',
  ),

  afterwards('its target stays', (event, { source }) => event.target === source, 'true'),
  afterwards('its currentTarget is null', ({ currentTarget }) => currentTarget, 'null'),
  afterwards('its phase is NONE', ({ eventPhase }) => eventPhase, '0'),
  afterwards('its path is empty', (event) => event.composedPath().length, '0'),
  afterwards(
    'it may be dispatched by the page at another target, untrusted',
    (event, { source }) => {
      const target = new EventTarget();
      const seen: unknown[] = [];
      target.addEventListener('message', ({ currentTarget, isTrusted }) =>
        seen.push(currentTarget === target, isTrusted),
      );
      target.dispatchEvent(event);
      return [...seen, event.target === target, event.target === source];
    },
    'true,false,true,false',
  ),
  {
    name: 'messages in one piece have times that do not go back',
    given: [eventStream('data: a\n\ndata: b\n\n', hold)],
    when: async ({ source, note }) => {
      const times: number[] = [];
      await new Promise<void>((resolve) => {
        source.onmessage = ({ timeStamp }) => {
          if (times.push(timeStamp) === 2) resolve();
        };
      });
      note(times[0] <= times[1]);
    },
    then: ['open OPEN', '"a"', '"b"', 'true'],
  },
  {
    name: 'a named event is a MessageEvent of that type',
    given: [eventStream('event: x\ndata: a\n\n', hold)],
    types: ['x'],
    when: async ({ event, note }) => {
      const seen = await event('x');
      note(seen instanceof MessageEvent, seen.type);
    },
    then: ['open OPEN', 'x: "a"', 'true x'],
  },

  plain(
    'they are Events and not MessageEvents',
    (event) => [event instanceof Event, event instanceof MessageEvent],
    'true,false',
  ),
  plain(
    'they do not bubble, are not cancelable, nor composed',
    (event) => [event.bubbles, event.cancelable, event.composed],
    'false,false,false',
  ),
  plain('they are trusted', ({ isTrusted }) => isTrusted, 'true'),
  plain(
    'their targets are the source',
    (event, source) => [
      event.target === source,
      event.currentTarget === source,
      event.srcElement === source,
      event.eventPhase,
    ],
    'true,true,true,2',
  ),
  plain('they have no data', (event) => 'data' in event, 'false'),
];

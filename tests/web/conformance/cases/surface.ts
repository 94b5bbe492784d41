// HTML 9.2.2: the interface, as Web IDL has it.
import type { Case, Stage } from '../case.ts';

type Constructor = Stage['EventSource'];

/** Something about the interface that is to be seen without any connection. */
const surface = (
  name: string,
  about: (EventSource: Constructor, stage: Stage) => unknown,
  expected: string,
  extras: Partial<Case> = {},
): Case => ({
  name,
  when: (stage) => stage.note(about(stage.EventSource, stage)),
  then: [expected],
  ...extras,
});

/** The same with a source, which is closed again. */
const instance = (
  name: string,
  about: (source: EventSource, stage: Stage) => unknown,
  expected: string,
): Case =>
  surface(
    name,
    (EventSource, stage) => {
      const source = new EventSource(`${stage.origin}/stream/none`);
      try {
        return about(source, stage);
      } finally {
        source.close();
      }
    },
    expected,
  );

/** The url of a source made with these arguments, or what the constructor throws. */
const made = (EventSource: Constructor, ...args: unknown[]): EventSource | string => {
  try {
    const source = Reflect.construct(EventSource, args);
    source.close();
    return source;
  } catch (error) {
    return error instanceof DOMException
      ? `DOMException ${error.name} ${error.code}`
      : (error as Error).name;
  }
};

const url = (name: string, argument: unknown, expected: (base: URL) => string): Case => ({
  name: `url: ${name}`,
  when: ({ EventSource, note }) => {
    const source = made(EventSource, argument);
    const base = new URL(location.href);
    note(typeof source === 'string' ? source : source.url === expected(base) || source.url);
  },
  then: ['true'],
});

const noUrl = (text: string): Case =>
  surface(
    `url: ${text} is a SyntaxError`,
    (EventSource) => {
      const source = made(EventSource, text);
      return typeof source === 'string' ? source : source.url;
    },
    'DOMException SyntaxError 12',
  );

const withCredentials = (name: string, init: unknown, expected: string): Case =>
  surface(
    `withCredentials: ${name}`,
    (EventSource, { origin }) => {
      const source = made(EventSource, `${origin}/stream/none`, init);
      return typeof source === 'string' ? source : source.withCredentials;
    },
    expected,
  );

const describeProperty = (target: object, name: PropertyKey): string => {
  const property = Object.getOwnPropertyDescriptor(target, name);
  if (!property) return 'none';
  return Object.entries(property)
    .filter(([, value]) => value === true || typeof value === 'function')
    .map(([key]) => key)
    .sort()
    .join(' ');
};

const constants = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };
const handlers = ['onopen', 'onmessage', 'onerror'] as const;

export const surfaceCases: Case[] = [
  surface(
    'it is a class named EventSource that needs one argument',
    (EventSource) => [typeof EventSource, EventSource.name, EventSource.length],
    'function,EventSource,1',
  ),
  surface(
    'it cannot be called without new',
    (EventSource) => {
      try {
        return Reflect.apply(EventSource as unknown as () => void, undefined, ['/']);
      } catch (error) {
        return (error as Error).name;
      }
    },
    'TypeError',
  ),
  surface(
    'it inherits from EventTarget',
    (EventSource) => [
      Object.getPrototypeOf(EventSource) === EventTarget,
      Object.getPrototypeOf(EventSource.prototype) === EventTarget.prototype,
    ],
    'true,true',
  ),
  surface(
    'its prototype property is fixed',
    (EventSource) => describeProperty(EventSource, 'prototype') || 'nothing',
    'nothing',
  ),
  surface(
    'the prototype has its constructor',
    (EventSource) => [
      EventSource.prototype.constructor === EventSource,
      describeProperty(EventSource.prototype, 'constructor'),
    ],
    'true,configurable value writable',
  ),
  surface(
    'the prototype is named in words',
    (EventSource) => [
      Object.prototype.toString.call(EventSource.prototype),
      describeProperty(EventSource.prototype, Symbol.toStringTag),
    ],
    '[object EventSource],configurable',
  ),
  ...Object.entries(constants).map(([name, value]) =>
    surface(
      `${name} is ${value} on class and prototype, enumerable and fixed`,
      (EventSource) => [
        Reflect.get(EventSource, name),
        describeProperty(EventSource, name),
        Reflect.get(EventSource.prototype, name),
        describeProperty(EventSource.prototype, name),
      ],
      `${value},enumerable,${value},enumerable`,
    ),
  ),
  ...['url', 'withCredentials', 'readyState'].map((name) =>
    surface(
      `${name} is an enumerable accessor of the prototype without setter`,
      (EventSource) => describeProperty(EventSource.prototype, name),
      'configurable enumerable get',
    ),
  ),
  ...handlers.map((name) =>
    surface(
      `${name} is an enumerable accessor of the prototype with setter`,
      (EventSource) => describeProperty(EventSource.prototype, name),
      'configurable enumerable get set',
    ),
  ),
  surface(
    'close is an enumerable method of the prototype without arguments',
    (EventSource) => [
      describeProperty(EventSource.prototype, 'close'),
      EventSource.prototype.close.length,
      EventSource.prototype.close.name,
    ],
    'configurable enumerable value writable,0,close',
  ),
  surface(
    'accessors are named as Web IDL has it',
    (EventSource) => {
      const property = Object.getOwnPropertyDescriptor(EventSource.prototype, 'onopen');
      return [property?.get?.name, property?.set?.name];
    },
    'get onopen,set onopen',
  ),
  surface(
    'members throw a TypeError on anything else',
    (EventSource) => {
      const { prototype } = EventSource;
      const members = ['url', 'withCredentials', 'readyState', ...handlers];
      const attempts = members.map((name) => () => Reflect.get(prototype, name, {}));
      attempts.push(
        () => Reflect.get(prototype, 'url'),
        () => prototype.close.call({} as EventSource),
      );
      return attempts.map((attempt) => {
        try {
          return `no error: ${attempt()}`;
        } catch (error) {
          return (error as Error).name;
        }
      });
    },
    Array(8).fill('TypeError').join(),
  ),
  surface(
    'a class may extend it',
    (EventSource, { origin }) => {
      class Mine extends EventSource {
        answer = 42;
      }
      const source = new Mine(`${origin}/stream/none`);
      source.close();
      return [
        source instanceof Mine,
        source instanceof EventSource,
        source.answer,
        source.readyState,
      ];
    },
    'true,true,42,2',
  ),

  instance('an instance is an EventTarget', (source) => source instanceof EventTarget, 'true'),
  instance('an instance is named in words', (source) => String(source), '[object EventSource]'),
  instance(
    'an instance has no enumerable members of its own',
    (source) => Object.keys(source).length,
    '0',
  ),
  instance('an instance is connecting at first', (source) => source.readyState, '0'),
  instance(
    'handlers are null at first',
    (source) => handlers.map((name) => String(source[name])),
    'null,null,null',
  ),
  instance(
    'handlers can be read back',
    (source) => {
      const handler = () => {};
      return handlers.map((name) => {
        source[name] = handler;
        return source[name] === handler;
      });
    },
    'true,true,true',
  ),
  instance(
    'constants are there on instances',
    ({ CONNECTING, OPEN, CLOSED }) => [CONNECTING, OPEN, CLOSED],
    '0,1,2',
  ),
  instance(
    'readonly members cannot be assigned',
    (source) =>
      ['url', 'withCredentials', 'readyState', 'CLOSED'].map((name) =>
        Reflect.set(source, name, 5),
      ),
    'false,false,false,false',
  ),
  instance(
    'close is called without an argument and returns nothing',
    (source) => source.close(),
    'undefined',
  ),
  {
    name: 'nothing fires in the task of the constructor',
    when: ({ EventSource, origin, note }) => {
      const source = new EventSource(`${origin}/stream/none`);
      source.onopen = source.onerror = () => note('fired');
      note('state', source.readyState);
      source.close();
    },
    then: ['state 0'],
  },

  surface('url: it is required', (EventSource) => made(EventSource), 'TypeError'),
  url('absolute', 'http://127.0.0.1:9/a', () => 'http://127.0.0.1:9/a'),
  url(
    'normalised',
    'HTTP://127.0.0.1:9/a/../b c?d=ü#e f',
    () => 'http://127.0.0.1:9/b%20c?d=%C3%BC#e%20f',
  ),
  url('relative to the page or the worker’s script', 'x', (base) => new URL('x', base).href),
  url('relative to the root', '/x?y', ({ origin }) => `${origin}/x?y`),
  url('relative to the scheme', '//127.0.0.1:9/x', () => 'http://127.0.0.1:9/x'),
  url('empty', '', (base) => Object.assign(new URL(base), { hash: '' }).href),
  url('a query alone', '?x', (base) => new URL('?x', base).href),
  url('a URL object', new URL('http://127.0.0.1:9/a'), () => 'http://127.0.0.1:9/a'),
  url('a number', 7, (base) => new URL('7', base).href),
  url('undefined', undefined, (base) => new URL('undefined', base).href),
  url('null', null, (base) => new URL('null', base).href),
  url('an object with toString', { toString: () => '/x' }, ({ origin }) => `${origin}/x`),
  url(
    'an object with toString and valueOf',
    { toString: () => '/x', valueOf: () => '/y' },
    ({ origin }) => `${origin}/x`,
  ),
  url('spaces around it', '  /x\n', ({ origin }) => `${origin}/x`),
  url('a lone surrogate', '/\uD800', ({ origin }) => `${origin}/%EF%BF%BD`),
  noUrl('http://'),
  noUrl('http://['),
  noUrl('http://a b/'),
  noUrl('http://127.0.0.1:99999/'),
  noUrl('http://127.0.0.1:port/'),
  noUrl('//'),
  noUrl('http://a%00b/'),
  noUrl('http://1.2.3.256/'),
  surface(
    'url: a symbol is a TypeError',
    (EventSource) => made(EventSource, Symbol('x')),
    'TypeError',
  ),
  surface(
    'url: what its toString throws is thrown',
    (EventSource) => {
      const error = new RangeError('mine');
      return made(EventSource, {
        toString: () => {
          throw error;
        },
      });
    },
    'RangeError',
  ),

  withCredentials('false without init', undefined, 'false'),
  withCredentials('false with null', null, 'false'),
  withCredentials('false with an empty object', {}, 'false'),
  withCredentials('false when undefined', { withCredentials: undefined }, 'false'),
  withCredentials('false when null', { withCredentials: null }, 'false'),
  withCredentials('true', { withCredentials: true }, 'true'),
  withCredentials('true for any true value', { withCredentials: 'false' }, 'true'),
  withCredentials('false for any false value', { withCredentials: 0 }, 'false'),
  withCredentials('inherited members count', Object.create({ withCredentials: true }), 'true'),
  withCredentials(
    'functions and arrays are objects',
    Object.assign(() => {}, { withCredentials: 1 }),
    'true',
  ),
  withCredentials('a number is no init', 1, 'TypeError'),
  withCredentials('a string is no init', 'x', 'TypeError'),
  withCredentials('true is no init', true, 'TypeError'),
  withCredentials(
    'what its getter throws is thrown',
    {
      get withCredentials() {
        throw new RangeError('mine');
      },
    },
    'RangeError',
  ),
  surface(
    'arguments are converted in order, before the url is parsed',
    (EventSource) => {
      const order: string[] = [];
      const result = made(
        EventSource,
        {
          toString() {
            order.push('url');
            return 'http://[';
          },
        },
        {
          get withCredentials() {
            order.push('withCredentials');
            return true;
          },
        },
      );
      return [...order, result];
    },
    'url,withCredentials,DOMException SyntaxError 12',
  ),
];

import { type Engine, engines } from '../../support/browser-programs.ts';
import type { Case, Scope } from './case.ts';
import { cases } from './cases.ts';

/** Where the table is played. */
export type Place = Engine | 'node';

/**
 * A case that comes out otherwise than the standard has it: an engine's own EventSource, or what a
 * script cannot do. It is expected to come out exactly so, and the suite fails when it no longer does.
 */
export interface Deviation {
  of: 'native' | 'ours';
  in: readonly Place[];
  /** All scopes unless said otherwise. */
  scopes?: readonly Scope[];
  cases: Record<string, string[]>;
  because: string;
}

export const deviations: Deviation[] = [
  {
    of: 'native',
    in: ['chromium'],
    because: 'Chromium refuses a Content-Type that names another charset than UTF-8.',
    cases: {
      'another charset in Content-Type is ignored': ['error CLOSED'],
      'type "text/event-stream;charset=latin1;x=y" is an event stream': ['error CLOSED'],
    },
  },
  {
    of: 'native',
    in: ['firefox', 'webkit'],
    because: 'Firefox and WebKitGTK refuse every URL that is not of http: or https:.',
    cases: { 'a data: URL is fetched': ['error CLOSED'] },
  },
  {
    of: 'native',
    in: ['chromium', 'firefox'],
    because: 'Chromium and Firefox reconnect to where the redirect led.',
    cases: {
      'a reconnect goes to the constructor’s URL, not to where a redirect led': [
        'open OPEN',
        '"1"',
        'error CONNECTING',
        'open OPEN',
        '"2"',
        'requests 1',
      ],
    },
  },
  {
    of: 'native',
    in: ['chromium'],
    because: 'Chromium runs the listeners of targets outside the document in order of addition.',
    cases: {
      'a listener for capture and one without are two, capture first': [
        'bubble a',
        'capture a',
        'a',
        'a',
        'bubble b',
        'capture b',
        'b',
        'b',
      ],
    },
  },
  {
    of: 'native',
    in: ['chromium'],
    because: 'Chromium escapes a space in a host instead of refusing it.',
    cases: { 'url: http://a b/ is a SyntaxError': ['http://a%20b/'] },
  },
  {
    of: 'native',
    in: ['firefox'],
    because: 'Firefox takes NUL out of lines, and drops what shares a line of id with it.',
    cases: {
      'NUL is a character of data': ['open OPEN', '"ab"', 'error CONNECTING'],
      'NUL is a character of a type': ['open OPEN', 'error CONNECTING'],
      'an id containing NUL is ignored': ['open OPEN', '"a" #1', 'error CONNECTING'],
      'an id of nothing but NUL is ignored': ['open OPEN', 'error CONNECTING'],
      'an id that begins with NUL is ignored': ['open OPEN', 'error CONNECTING'],
      'an id with NUL is not sent': [
        'open OPEN',
        '"" #1',
        'error CONNECTING',
        'open OPEN',
        'headers null "1"',
      ],
    },
  },
  {
    of: 'native',
    in: ['firefox'],
    because: 'Firefox forgets the id of a block without data.',
    cases: { 'an id in a block without data counts': ['open OPEN', '"a"', 'error CONNECTING'] },
  },
  {
    of: 'native',
    in: ['firefox', 'webkit'],
    because: 'Firefox and WebKit send only ids of events that had data.',
    cases: {
      'an id without data is sent': [
        'open OPEN',
        'error CONNECTING',
        'open OPEN',
        'headers null null',
      ],
    },
  },
  {
    of: 'native',
    in: ['firefox'],
    because: 'Firefox takes a time beyond 32 bits by its lower bits.',
    cases: {
      'a time beyond what a timer holds is long, not short': [
        'open OPEN',
        'error CONNECTING',
        'open OPEN',
        'requests 2',
      ],
    },
  },
  {
    of: 'native',
    in: ['firefox'],
    scopes: ['worker', 'shared worker', 'service worker'],
    because: 'Firefox sends no referrer from workers.',
    cases: {
      'the referrer is that of the scope’s own requests': ['open OPEN', 'undefined'],
    },
  },
  {
    of: 'native',
    in: ['webkit'],
    because: 'WebKit loses the stream after a piece that ends in a byte order mark or in no text.',
    cases: {
      'a byte order mark in single bytes is dropped': ['open OPEN', 'error CONNECTING'],
      'a byte order mark of UTF-16 is not one': ['open OPEN', 'error CONNECTING'],
      'a comment of any bytes is ignored': ['open OPEN', 'error CONNECTING'],
    },
  },
  {
    of: 'native',
    in: ['webkit'],
    because: 'WebKit reads retry as scripts read numbers: signs and spaces around are allowed.',
    cases: {
      'retry with a sign is ignored': ['open OPEN', 'error CONNECTING', 'timed out'],
      'retry with two spaces is ignored': ['open OPEN', 'error CONNECTING', 'timed out'],
      'retry with a space behind is ignored': ['open OPEN', 'error CONNECTING', 'timed out'],
    },
  },
  ...(['native', 'ours'] as const).map(
    (of): Deviation => ({
      of,
      in: ['firefox'],
      because: 'Firefox announces no response before the first byte of its body, also to fetch.',
      cases: {
        'open comes before the first byte of the body': ['byte', 'open OPEN', '"a"'],
      },
    }),
  ),

  {
    of: 'ours',
    in: engines,
    because:
      'A platform target dispatches only what the platform made; light events are dispatched by us.',
    cases: {
      'a message afterwards: it may be dispatched by the page at another target, untrusted': [
        'open OPEN',
        '"a"',
        'threw TypeError',
      ],
    },
  },
  {
    of: 'ours',
    in: [...engines, 'node'],
    because:
      'An event that this package dispatches is none that the platform can refuse by itself.',
    cases: {
      'a message: it cannot be dispatched again meanwhile': ['open OPEN', '"a" #7', 'TypeError'],
    },
  },
  {
    of: 'ours',
    in: [...engines, 'node'],
    because: 'Microtasks wait until the script on the stack, our dispatch, has come to its end.',
    cases: { 'promises settle between two listeners of one event': ['second', 'promise'] },
  },
  {
    of: 'ours',
    in: engines,
    because: 'fetch does not tell CORS from a dead network: the request is repeated to make sure.',
    cases: { 'another origin that does not allow it closes': ['error CLOSED', 'requests 2'] },
  },
  {
    of: 'ours',
    in: ['firefox'],
    because: 'Firefox does not let go of a request of fetch once it was redirected.',
    cases: {
      'close() after a redirect drops the connection': ['open OPEN', '"a"', 'dropped 0'],
    },
  },
  {
    of: 'ours',
    in: ['webkit'],
    because: 'WebKitGTK encodes the bytes of a header value that a script gives it once more.',
    cases: {
      'an id beyond Latin-1 is sent as UTF-8': asSentByWebKit('世界…🎏'),
      'an id of Latin-1 is sent as UTF-8': asSentByWebKit('größe'),
      'an id with U+FFFD is sent as UTF-8': asSentByWebKit('\uFFFD'),
    },
  },
  {
    of: 'ours',
    in: ['node'],
    because: 'Node’s fetch knows no page: no CORS, no cookies, no referrer, no Sec-Fetch headers.',
    cases: {
      'another origin that allows it is read, with Origin and without preflight': [
        'open OPEN',
        '"a"',
        'origin false',
        'preflights 0',
      ],
      'another origin that does not allow it closes': ['open OPEN', 'requests 1'],
      'another origin that allows everyone does not allow credentials': ['open OPEN'],
      'a redirect to another origin that does not allow it closes': ['open OPEN'],
      'cookies go to the same origin': ['open OPEN', 'cookie false'],
      'cookies go to the same origin with credentials': ['open OPEN', 'cookie false'],
      'cookies go to another origin with credentials': ['open OPEN', 'cookie false'],
      'the referrer is that of the scope’s own requests': ['open OPEN', 'undefined'],
      'the destination is empty': ['open OPEN', 'undefined'],
    },
  },
  {
    of: 'ours',
    in: ['node'],
    because: 'Node’s Event has no AT_TARGET, and its EventTarget dispatches light events.',
    cases: {
      'a message: its phase is AT_TARGET': ['open OPEN', '"a" #7', '2,'],
      'a message afterwards: it may be dispatched by the page at another target, untrusted': [
        'open OPEN',
        '"a"',
        'false,true,false,true',
      ],
    },
  },
];

function asSentByWebKit(id: string): string[] {
  const twice = String.fromCharCode(...new TextEncoder().encode(id));
  const header = `headers null ${JSON.stringify(twice)}`;
  return ['open OPEN', `"" #${id}`, 'error CONNECTING', 'open OPEN', header];
}

function deviationOf(
  name: string,
  implementation: string,
  place: Place,
  scope: Scope,
): Deviation | undefined {
  return deviations.find(
    (deviation) =>
      deviation.of === implementation &&
      deviation.in.includes(place) &&
      (deviation.scopes?.includes(scope) ?? true) &&
      name in deviation.cases,
  );
}

/** Cases that are named among the deviations and not in the table. */
export function unknownCases(): string[] {
  const known = new Set(cases.map(({ name }) => name));
  return deviations.flatMap((each) => Object.keys(each.cases)).filter((name) => !known.has(name));
}

/** What a case is expected to note. */
export function expectation(
  { name, then }: Case,
  implementation: string,
  place: Place,
  scope: Scope,
): string[] {
  return deviationOf(name, implementation, place, scope)?.cases[name] ?? then;
}

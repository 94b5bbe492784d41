// Seeded random plans: what a server sends, and listeners with what they do when they are called. Only
// what the engines' own EventSource and the standard agree on; deviations.ts has the rest.

import type { RandomStream } from './random-stream.ts';
import {
  end,
  eventStream,
  eventStreamType,
  redirect,
  reply,
  type Step,
} from './stream-scenario.ts';

export interface Plan {
  connections: Step[][];
  init: EventSourceInit | undefined;
  listeners: PlannedListener[];
}

export interface PlannedListener {
  how: 'function' | 'object' | 'handler';
  type: string;
  once: boolean;
  hasSignal: boolean;
  /** Added by what another listener does, if at all. */
  isLate: boolean;
  acts: Act[];
}

export interface Act {
  /** At the n-th call; 0: at each. */
  call: number;
  deed: Deed;
  /** The listener that it is done to. */
  whom: number;
}

export type Deed = (typeof deeds)[number];

const deeds = [
  'add',
  'remove',
  'abort',
  'close',
  'dispatch a message',
  'dispatch an error',
  'prevent default',
  'set onmessage to an object',
  'set onmessage to null',
  'set onmessage to text',
  'stop propagation',
  'stop immediate propagation',
] as const;

const types = ['message', 'message', 'message', 'open', 'error'];
const oddTypes = ['a', 'A', 'é', 'toString', '__proto__', 'close', 'a b'];
const values = [
  '',
  'x',
  '  ',
  ' two',
  'a:b',
  ':',
  'größe',
  '世界',
  '🎏',
  '\t',
  '\u2028',
  '\uFEFF',
  '\v',
];
const ids = ['', '1', 'abc', 'two words', '-1'];
const ignored = ['Data: x', ' data: x', 'data : x', 'dataa: x', 'ID: 3', ': x'];
const refusals = [
  reply(204),
  reply(404, { 'content-type': eventStreamType }, 'data: no\n\n'),
  reply(500),
  reply(200, { 'content-type': 'text/html' }, 'data: no\n\n'),
  reply(200, {}, 'data: no\n\n'),
];

export function randomPlan(random: RandomStream): Plan {
  const some = (most: number) => 1 + random.below(most);
  const isOneIn = (times: number) => random.below(times) === 0;
  const listOf = <T>(length: number, make: (index: number) => T) =>
    Array.from({ length }, (_, index) => make(index));
  const lineEnd = () => random.oneOf(['\n', '\n', '\r', '\r\n']);
  const colon = () => random.oneOf([':', ': ', ': ']);

  function line(): string {
    switch (random.below(6)) {
      case 0:
        return `event${colon()}${random.oneOf(isOneIn(2) ? types : oddTypes)}`;
      case 1:
        return random.oneOf(ignored);
      case 2:
        // Not all engines keep an ID that comes without data.
        return `id${colon()}${random.oneOf(ids)}${lineEnd()}data`;
      default:
        return `data${colon()}${random.oneOf(values)}`;
    }
  }

  function body(isFirst: boolean): string {
    const start = isFirst ? `retry: ${random.below(20)}${lineEnd()}` : '';
    const blocks = listOf(some(7), () => {
      const lines = listOf(some(4), () => line() + lineEnd());
      return lines.join('') + lineEnd();
    });
    const rest = isOneIn(4) ? line() : ''; // an event that is cut off
    return start + blocks.join('') + rest;
  }

  function connection(index: number): Step[] {
    if (index > 0 && isOneIn(6)) return random.oneOf(refusals);
    if (index > 0 && isOneIn(8)) return redirect('?again', random.oneOf([301, 302, 303, 307, 308]));
    const bytes = new TextEncoder().encode(body(index === 0));
    // WebKit's own EventSource loses what follows a piece without a whole character.
    const size = isOneIn(2) ? bytes.length : 10 + random.below(40);
    const pieces: number[][] = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push([...bytes.subarray(at, at + size)]);
    return eventStream(...pieces, end);
  }

  const count = 3 + random.below(9);
  const act = (): Act => ({
    call: random.below(4),
    deed: isOneIn(3) ? random.oneOf(deeds) : random.oneOf(['add', 'remove', 'abort']),
    whom: random.below(count),
  });

  function listener(index: number): PlannedListener {
    const how = random.oneOf(['function', 'function', 'object', 'handler'] as const);
    const isOdd = how !== 'handler' && isOneIn(4);
    return {
      how,
      type: random.oneOf(isOdd ? oddTypes : types),
      once: isOneIn(5),
      hasSignal: isOneIn(3),
      isLate: index > 0 && isOneIn(5),
      acts: listOf(random.below(3), act),
    };
  }

  return {
    connections: listOf(some(3), connection),
    init: random.oneOf([undefined, {}, { withCredentials: true }]),
    listeners: listOf(count, listener),
  };
}

import { end, eventStream, hold, type Step, send } from '../../../support/stream-scenario.ts';
import type { Case } from '../case.ts';

/** A piece of an event stream: text, or bytes. */
export type Piece = string | readonly number[];
type Extras = Partial<Omit<Case, 'name' | 'given' | 'then'>>;

/** A stream of these pieces that then ends, and the messages that come of it. */
export const parse = (
  name: string,
  pieces: Piece | Piece[],
  messages: string[],
  extras: Extras = {},
): Case => ({
  name,
  given: [eventStream(...list(pieces), end)],
  then: ['open OPEN', ...messages, 'error CONNECTING'],
  ...extras,
});

/** A stream of these pieces that then stays open, and the messages that come nevertheless. */
export const parseAtOnce = (
  name: string,
  pieces: Piece | Piece[],
  messages: string[],
  extras: Extras = {},
): Case => ({
  name,
  given: [eventStream(...list(pieces), hold)],
  when: ({ lines }) => lines(1 + messages.length),
  then: ['open OPEN', ...messages],
  ...extras,
});

/** Every byte as a piece of its own. */
export const bytewise = (text: string): Piece[] =>
  Array.from(new TextEncoder().encode(text), (byte) => [byte]);

/** The bytes of a text, for joining with others. */
export const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

/** The shortest reconnection time, which cases that reconnect begin with. */
export const soon: Step = send('retry: 1\n\n');

const list = (pieces: Piece | Piece[]): Piece[] =>
  typeof pieces === 'string' || typeof pieces[0] === 'number'
    ? [pieces as Piece]
    : (pieces as Piece[]);

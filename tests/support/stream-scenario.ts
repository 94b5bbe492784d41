/**
 * A scenario: what the test server does on each successive connection to one URL, as plain data that
 * a test in Node, a page or a worker can write and post to the server.
 */
export interface Scenario {
  /** The n-th request plays the n-th list of steps; requests beyond the last get a 204. */
  connections: Step[][];
  /** Whether other origins may read the stream; 'open' by default. */
  cors?: 'open' | 'refused' | 'preflight refused';
}

export type Step =
  | { head: number; headers: Record<string, string> }
  | { text: string }
  | { bytes: number[] }
  | { replay: string[]; limit: number | null }
  | 'wait'
  | 'end'
  | 'cut'
  | 'hold';

/** One request as the server saw it. */
export interface ReceivedRequest {
  /** When it came, ms by the server's clock. */
  time: number;
  method: string;
  /** Origin of the server's port that was asked, e.g. `http://127.0.0.1:4000`. */
  origin: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  /** The Last-Event-ID header's bytes read as UTF-8; null without the header. */
  lastEventId: string | null;
  lastEventIdBytes: number[] | null;
  body: string;
}

export interface ScenarioLog {
  /** Requests that played a connection, in order. */
  requests: ReceivedRequest[];
  /** CORS preflight requests. */
  preflights: ReceivedRequest[];
  /** `no-cors` requests, by which the package checks that the server can be reached; they play nothing. */
  probes: ReceivedRequest[];
  /** How many connections the client has dropped before the server ended them. */
  dropped: number;
}

export const eventStreamType = 'text/event-stream';

/** Status line and headers; they leave at once, before any byte of the body. */
export const head = (status: number, headers: Record<string, string> = {}): Step => ({
  head: status,
  headers,
});

/** One piece of the body, written on its own. */
export const send = (piece: string | readonly number[]): Step =>
  typeof piece === 'string' ? { text: piece } : { bytes: [...piece] };

/** Waits until the client calls `scenario.go()`. */
export const wait: Step = 'wait';
/** The body ends normally. */
export const end: Step = 'end';
/** The socket is destroyed, in the middle of the body or before the head. */
export const cut: Step = 'cut';
/** Nothing more happens until the client leaves. This is also what follows the last step. */
export const hold: Step = 'hold';

/**
 * The blocks that follow the one whose `id:` line is the received Last-Event-ID (all of them without
 * one), at most `limit` bytes of them.
 */
export const replay = (blocks: string[], limit: number | null = null): Step => ({
  replay: blocks,
  limit,
});

const words: unknown[] = [wait, end, cut, hold];

const isPiece = (step: string | readonly number[] | Step): step is string | readonly number[] =>
  Array.isArray(step) || (typeof step === 'string' && !words.includes(step));

/** A 200 event stream: pieces of its body and other steps. */
export const eventStream = (...steps: (string | readonly number[] | Step)[]): Step[] => [
  head(200, { 'content-type': eventStreamType }),
  ...steps.map((step) => (isPiece(step) ? send(step) : step)),
];

/**
 * A stream that opens and stays silent. The comment is there because Firefox reports no response, to
 * EventSource or to fetch, before the first byte of its body.
 */
export const silent: Step[] = eventStream(':\n', hold);

/** A whole response that is no event stream unless its headers say so. */
export const reply = (status: number, headers: Record<string, string> = {}, body = ''): Step[] => [
  head(status, headers),
  send(body),
  end,
];

/** A redirect; a relative location is resolved by the client. */
export const redirect = (location: string, status = 302): Step[] => reply(status, { location });

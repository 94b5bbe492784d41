// The sentences of ConnectionFailure.message: what happened, and what to check.

import type { ConnectionFailure } from '../events/error-event.ts';
import type { Answer } from '../request/transport.ts';

/** A failure before the connection machine has said what follows from it. */
export type Failure = Partial<ConnectionFailure> & Pick<ConnectionFailure, 'kind' | 'message'>;

/** Thrown where it is known why there will be no answer, and whether another attempt would be in vain. */
export class NoAnswerError extends Error {
  constructor(
    readonly failure: Failure,
    readonly isFinal: boolean,
  ) {
    super(failure.message);
  }
}

function causeOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text === '' ? '' : ` (${text})`;
}

function httpMessage(where: string, { status }: Answer): string {
  const said = `${where} answered with status ${status}`;
  if (status === 204) return `${said}: the server asks clients not to come back`;
  if (status === 401 || status === 403) {
    return `${said}: check the credentials (the Authorization header, cookies and withCredentials)`;
  }
  if (status === 404 || status === 410) return `${said}: check the URL`;
  if (status === 429) return `${said}: too many requests`;
  if (status >= 500) return `${said}: the server failed, or a proxy did not reach it`;
  return `${said}; an event stream needs 200`;
}

/** The answer was there, but it is no event stream. */
export function badAnswer(where: string, answer: Answer, body: string): Failure {
  const { status, headers } = answer;
  if (status !== 200)
    return { kind: 'http', status, headers, body, message: httpMessage(where, answer) };
  const type = headers.get('Content-Type');
  const came = type === null ? 'without a Content-Type' : `with Content-Type "${type}"`;
  const message = `${where} answered ${came}; an event stream needs text/event-stream`;
  return { kind: 'content-type', status, headers, body, message };
}

/** The `headers` function had nothing new to say to a server that wanted other credentials. */
export function staleHeaders(where: string, refused: ConnectionFailure): Failure {
  const { kind, status, headers, body } = refused;
  const message = `${where} answered with status ${status}, and the headers function gave the same headers once more`;
  return { kind, status, headers, body, message };
}

/** @param hasBegun whether anything of the body has come */
export function timedOut(
  where: string,
  option: 'connectTimeout' | 'idleTimeout',
  limit: number,
  hasBegun: boolean,
): Failure {
  const what = option === 'connectTimeout' ? 'did not answer' : 'sent nothing';
  const why = hasBegun
    ? 'the connection is dead, or the server has no comments to send as signs of life'
    : 'it is too busy, or a proxy on the way holds the stream back (buffering, compression)';
  return { kind: 'timeout', message: `${where} ${what} for ${limit} ms (${option}): ${why}` };
}

export function endOfStream(where: string): Failure {
  return { kind: 'end', message: `${where} ended the stream` };
}

export function brokenOff(where: string, cause: unknown): Failure {
  return {
    kind: 'network',
    cause,
    message: `The connection to ${where} broke off${causeOf(cause)}`,
  };
}

export function noConnection(where: string, cause: unknown): Failure {
  return {
    kind: 'network',
    cause,
    message: `No connection to ${where}${causeOf(cause)}: the server is not there, the network is down, or something (a content security policy, an ad blocker) keeps the page from it`,
  };
}

export function corsRefusal(where: string, cause: unknown, request: RequestInit): Failure {
  const credentials = request.credentials === 'include';
  const origin = globalThis.origin;
  const needed = [
    `Access-Control-Allow-Origin: ${origin}${credentials ? '' : ' (or *)'}`,
    ...(credentials ? ['Access-Control-Allow-Credentials: true'] : []),
  ];
  const custom = [...(request.headers as Headers).keys()].filter((name) => name !== 'accept');
  const preflight =
    custom.length === 0
      ? ''
      : `. Its answer to the OPTIONS request that the browser sends first needs Access-Control-Allow-Headers: ${custom.join(', ')}, too`;
  return {
    kind: 'cors',
    cause,
    message: `${where} answers, but not to pages of ${origin}: its response needs the header ${needed.join(' and ')}${preflight}`,
  };
}

export function redirectRefused(where: string): Failure {
  return {
    kind: 'redirect',
    message: `${where} answered with a redirect, and custom headers do not follow one: use the URL that it leads to, or the option redirect: 'follow' if every origin on the way may see the headers`,
  };
}

/** @param why after "because" */
export function badRequest(why: string, cause: unknown): Failure {
  return {
    kind: 'request',
    cause,
    message: `The request was not sent, because ${why}${causeOf(cause)}`,
  };
}

export function badScheme(protocol: string): Failure {
  return {
    kind: 'scheme',
    message: `Event streams come over http: and https:, not over ${protocol}`,
  };
}

export function tooLarge(where: string, maxEventSize: number): Failure {
  return {
    kind: 'too-large',
    message: `${where} sent an event of more than ${maxEventSize} bytes, the option maxEventSize`,
  };
}

export function noWasm(cause: unknown): Failure {
  return {
    kind: 'wasm',
    cause,
    message: `Neither WebAssembly nor the JavaScript in its stead did start${causeOf(cause)}: a Content Security Policy needs 'wasm-unsafe-eval' in its script-src`,
  };
}

export function aborted(signal: AbortSignal): Failure {
  return {
    kind: 'aborted',
    cause: signal.reason,
    message: 'The signal given to EventSource was aborted',
  };
}

// The sentences of ConnectionFailure.message: what happened, and what to check.

import type { ConnectionFailure, Failure } from './connection-failure.ts';

type ResponseHead = Pick<Response, 'status' | 'headers'>;

function causeOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text === '' ? '' : ` (${text})`;
}

function httpMessage(where: string, status: number): string {
  const said = `${where} responded with status ${status}`;
  if (status === 204) return `${said}: this tells clients to stop reconnecting`;
  if (status === 401 || status === 403) {
    return `${said}: check the credentials (the Authorization header, cookies and withCredentials)`;
  }
  if (status === 404 || status === 410) return `${said}: check the URL`;
  if (status === 429) return `${said}: too many requests`;
  if (status >= 500) return `${said}: the server failed, or a proxy could not reach it`;
  return `${said}; an event stream needs 200`;
}

/** There was a response, but it is not an event stream. */
export function badResponse(where: string, response: ResponseHead, body: string): Failure {
  const { status, headers } = response;
  if (status !== 200)
    return { kind: 'http', status, headers, body, message: httpMessage(where, status) };
  const type = headers.get('Content-Type');
  const came = type === null ? 'without a Content-Type' : `with Content-Type "${type}"`;
  const message = `${where} responded ${came}; an event stream needs text/event-stream`;
  return { kind: 'content-type', status, headers, body, message };
}

/** The `headers` function gave the same headers again after a 401. */
export function staleHeaders(where: string, refused: ConnectionFailure): Failure {
  const { kind, status, headers, body } = refused;
  const message = `${where} responded with status ${status}, and the headers function returned the same headers again`;
  return { kind, status, headers, body, message };
}

/** @param hasBegun whether anything of the body has come */
export function timedOut(
  where: string,
  option: 'connectTimeout' | 'idleTimeout',
  limit: number,
  hasBegun: boolean,
): Failure {
  const what = option === 'connectTimeout' ? 'did not respond' : 'sent nothing';
  const why = hasBegun
    ? 'the connection is dead, or the server sends no keep-alive comments'
    : 'it is too busy, or a proxy holds the stream back (buffering, compression)';
  return { kind: 'timeout', message: `${where} ${what} for ${limit} ms (${option}): ${why}` };
}

export function endOfStream(where: string): Failure {
  return { kind: 'end', message: `${where} ended the stream` };
}

export function brokenOff(where: string, cause: unknown): Failure {
  return {
    kind: 'network',
    cause,
    message: `The connection to ${where} was lost${causeOf(cause)}`,
  };
}

export function noConnection(where: string, cause: unknown): Failure {
  return {
    kind: 'network',
    cause,
    message: `No connection to ${where}${causeOf(cause)}: the server is unreachable, the network is down, or a CSP or ad blocker blocked the request`,
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
      : `. The response to the preflight (OPTIONS) request needs Access-Control-Allow-Headers: ${custom.join(', ')}`;
  return {
    kind: 'cors',
    cause,
    message: `The browser blocked the response of ${where} (CORS): for pages of ${origin} it needs ${needed.join(' and ')}${preflight}`,
  };
}

export function redirectRefused(where: string): Failure {
  return {
    kind: 'redirect',
    message: `${where} redirected the request, and custom headers must not follow a redirect to another origin: use the final URL, or the option redirect: 'follow' if every origin on the way may see the headers`,
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
    message: `An event stream needs a URL of http: or https:, not ${protocol}`,
  };
}

export function tooLarge(where: string, maxEventSize: number): Failure {
  return {
    kind: 'too-large',
    message: `${where} sent an event larger than ${maxEventSize} bytes (maxEventSize)`,
  };
}

export function noMemory(where: string, cause: unknown): Failure {
  return { kind: 'memory', cause, message: `There is not enough memory for ${where}` };
}

export function noWasm(cause: unknown): Failure {
  return {
    kind: 'wasm',
    cause,
    message: `Neither WebAssembly nor the JavaScript fallback could be started${causeOf(cause)}: a Content Security Policy needs 'wasm-unsafe-eval' in script-src`,
  };
}

export function aborted(signal: AbortSignal): Failure {
  return {
    kind: 'aborted',
    cause: signal.reason,
    message: 'The signal passed to EventSource was aborted',
  };
}

// The sentences of ConnectionFailure.message: what happened, and what to check.

import type { ConnectionFailure, Failure } from './connection-failure.ts';
import type { ResponseHead } from './response-head.ts';

type FetchInit = Pick<RequestInit, 'credentials'> & { headers: Record<string, string> };

/** The message of a foreign error, in parentheses, without the parts of its URLs that may be secret. */
function causeOf(cause: unknown): string {
  if (cause === undefined) return '';
  let text: string;
  try {
    text = String((cause as Error | null)?.message ?? cause);
  } catch {
    return '';
  }
  text = text.replace(/\/\/[^\s/@]*@/g, '//').replace(/[?#][^\s'"<>)]+/g, '');
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
export function badResponse(
  where: string,
  response: Pick<ResponseHead, 'status' | 'headers'>,
  body: string,
): Failure {
  const { status, headers } = response;
  if (status !== 200)
    return { kind: 'http', status, headers, body, message: httpMessage(where, status) };
  const type = headers.get('Content-Type');
  const came = type === null ? 'without a Content-Type' : `with Content-Type "${type}"`;
  const message = `${where} responded ${came}; an event stream needs text/event-stream`;
  return { kind: 'content-type', status, headers, body, message };
}

/** The functions gave the same headers and URL again after a 401. */
export function staleHeaders(where: string, refused: ConnectionFailure): Failure {
  const { kind, status, headers, body } = refused;
  const message = `${where} responded with status ${status}, and the next request would have the same headers and URL`;
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
    message: `No connection to ${where}${causeOf(cause)}: the server is unreachable, the network is down, or an ad blocker blocked the request`,
  };
}

/** @param added the headers, in lower case, without which the same request was not refused */
export function corsRefusal(
  where: string,
  cause: unknown,
  request: FetchInit,
  added?: readonly string[],
): Failure {
  const { origin } = globalThis;
  const custom = added ?? Object.keys(request.headers).filter((name) => name !== 'Accept');
  const needed: string[] = [];
  if (!added) {
    needed.push(`Access-Control-Allow-Origin: ${origin}`);
    if (request.credentials === 'include') needed.push('Access-Control-Allow-Credentials: true');
  }
  if (custom.length > 0) {
    needed.push(
      `Access-Control-Allow-Headers: ${custom.join(', ')} in the response to the preflight (OPTIONS) request`,
    );
  }
  const parameter = custom.some((name) => /^last-event-id$/i.test(name))
    ? '; or use the option lastEventIdParameter'
    : '';
  return {
    kind: 'cors',
    cause,
    message: `The browser blocked the response of ${where} (CORS): for pages of ${origin} it needs ${needed.join(' and ')}${parameter}`,
  };
}

/** By the page's own Content Security Policy. */
export function blockedByPolicy(where: string, cause: unknown): Failure {
  return {
    kind: 'blocked',
    cause,
    message: `The page's Content Security Policy blocked the request to ${where}: allow it in connect-src`,
  };
}

export function mixedContent(where: string, cause: unknown): Failure {
  return {
    kind: 'blocked',
    cause,
    message: `The browser blocked the request to ${where} as mixed content: a page loaded over https: needs a URL of https:`,
  };
}

/** @param isAsked whether the caller asked for that, with `redirect: 'error'` */
export function redirectRefused(where: string, isAsked: boolean): Failure {
  const why = isAsked
    ? "the option redirect: 'error' allows none"
    : "custom headers must not follow a redirect to another origin: use the final URL, or the option redirect: 'follow' if every origin on the way may see the headers";
  return { kind: 'redirect', message: `${where} redirected the request, and ${why}` };
}

/** @param why after "because" */
export function badRequest(why: string, cause?: unknown): Failure {
  return {
    kind: 'request',
    cause,
    message: `The request was not sent, because ${why}${causeOf(cause)}`,
  };
}

/** The caller's function returned a promise, which would count as true whatever it resolves with. */
export function badRetry(): Failure {
  const message =
    'The function retry.on must return true or false, not a promise: only url, method, headers and body functions may be async';
  return { kind: 'request', cause: new TypeError(message), message };
}

/** What `fetch` gave is not what an event stream can be read from. */
export function unusableResponse(where: string, cause: unknown): Failure {
  return {
    kind: 'request',
    cause,
    message: `The response of ${where} cannot be read${causeOf(cause)}`,
  };
}

/** @param rule what the stream breaks */
export function badBody(rule: string): Failure {
  const message = `The body of the response is not a stream of bytes: ${rule}`;
  return { kind: 'request', cause: new TypeError(message), message };
}

export function badScheme(protocol: string): Failure {
  return {
    kind: 'scheme',
    message: `An event stream needs a URL of http: or https: (or data: or blob:), not ${protocol}`,
  };
}

export function tooLarge(where: string, maxEventSize: number): Failure {
  return {
    kind: 'too-large',
    message: `${where} sent an event larger than ${maxEventSize} bytes (maxEventSize)`,
  };
}

export function noMemory(where: string, cause?: unknown): Failure {
  return {
    kind: 'memory',
    cause,
    message: `There is not enough memory for the events of ${where}`,
  };
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

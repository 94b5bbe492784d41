// ConnectionFailure.message in production: few words, and where the sentences are. tools/bundle.mjs has
// this file take the place of failure-messages.ts there; all but the texts is the same.

import type { ConnectionFailure, Failure, FailureKind } from './connection-failure.ts';
import type { ResponseHead } from './response-head.ts';

function fail(kind: FailureKind, said: string, known?: Partial<Failure>): Failure {
  return { ...known, kind, message: `${said} (eventsource-wasm/docs/errors.md#${kind})` };
}

export function badResponse(
  where: string,
  { status, headers }: Pick<ResponseHead, 'status' | 'headers'>,
  body: string,
): Failure {
  const known = { status, headers, body };
  return status === 200
    ? fail('content-type', `${where}: Content-Type ${headers.get('Content-Type')}`, known)
    : fail('http', `${where}: status ${status}`, known);
}

export function staleHeaders(where: string, refused: ConnectionFailure): Failure {
  const { kind, status, headers, body } = refused;
  return fail(kind, `${where}: status ${status}, the same headers and URL again`, {
    status,
    headers,
    body,
  });
}

export function timedOut(where: string, option: string, limit: number): Failure {
  return fail('timeout', `${where}: ${option} ${limit} ms`);
}

export function endOfStream(where: string): Failure {
  return fail('end', where);
}

export function brokenOff(where: string, cause: unknown): Failure {
  return fail('network', `${where}: connection lost`, { cause });
}

export function noConnection(where: string, cause: unknown): Failure {
  return fail('network', `${where}: no connection`, { cause });
}

export function corsRefusal(where: string, cause: unknown): Failure {
  return fail('cors', where, { cause });
}

export function blockedByPolicy(where: string, cause: unknown): Failure {
  return fail('blocked', `${where}: connect-src`, { cause });
}

export function mixedContent(where: string, cause: unknown): Failure {
  return fail('blocked', `${where}: mixed content`, { cause });
}

export function redirectRefused(where: string): Failure {
  return fail('redirect', where);
}

export function badRequest(why: string, cause?: unknown): Failure {
  return fail('request', why, { cause });
}

export function badRetry(): Failure {
  const failure = fail('request', 'retry.on returned a promise');
  return { ...failure, cause: new TypeError(failure.message) };
}

export function unusableResponse(where: string, cause: unknown): Failure {
  return fail('request', `${where}: response`, { cause });
}

export function badBody(rule: string): Failure {
  const failure = fail('request', rule);
  return { ...failure, cause: new TypeError(failure.message) };
}

export function badScheme(protocol: string): Failure {
  return fail('scheme', protocol);
}

export function tooLarge(where: string, maxEventSize: number): Failure {
  return fail('too-large', `${where}: maxEventSize ${maxEventSize}`);
}

export function noMemory(where: string, cause?: unknown): Failure {
  return fail('memory', where, { cause });
}

export function noWasm(cause: unknown): Failure {
  return fail('wasm', "no WebAssembly, no fallback: a CSP needs 'wasm-unsafe-eval' in script-src", {
    cause,
  });
}

export function aborted({ reason }: AbortSignal): Failure {
  return fail('aborted', 'signal', { cause: reason });
}

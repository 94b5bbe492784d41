import type { ConnectionFailure, Failure } from '../../web/failures/connection-failure.ts';
import type * as sentences from '../../web/failures/failure-messages.ts';

const kWhere = 'https://example.com/events';

// Stands for what was thrown, in the same failure however often it is made.
const kCause = new TypeError('Failed to fetch');

function response(status: number, type?: string) {
  return { status, headers: new Headers(type === undefined ? {} : { 'Content-Type': type }) };
}

const kRefused = {
  ...response(401),
  kind: 'http',
  body: 'expired',
} as Partial<ConnectionFailure> as ConnectionFailure;

const kRequest = {
  credentials: 'include',
  headers: { Accept: 'text/event-stream', Authorization: 'Bearer 1', 'Last-Event-ID': '7' },
} as const;

const kStatuses = [204, 400, 401, 404, 429, 503];

/** Each failure there is, once for each sentence that it may have. */
export function failureSamples(failures: typeof sentences): Record<string, Failure[]> {
  return {
    badResponse: [
      ...kStatuses.map((status) => failures.badResponse(kWhere, response(status), 'no')),
      failures.badResponse(kWhere, response(200, 'text/html'), '<html>'),
      failures.badResponse(kWhere, response(200), ''),
    ],
    staleHeaders: [failures.staleHeaders(kWhere, kRefused)],
    timedOut: [
      failures.timedOut(kWhere, 'connectTimeout', 10_000, false),
      failures.timedOut(kWhere, 'idleTimeout', 45_000, false),
      failures.timedOut(kWhere, 'idleTimeout', 45_000, true),
    ],
    endOfStream: [failures.endOfStream(kWhere)],
    brokenOff: [failures.brokenOff(kWhere, kCause)],
    noConnection: [failures.noConnection(kWhere, kCause)],
    corsRefusal: [
      failures.corsRefusal(kWhere, kCause, kRequest),
      failures.corsRefusal(kWhere, kCause, kRequest, ['last-event-id']),
    ],
    blockedByPolicy: [failures.blockedByPolicy(kWhere, kCause)],
    mixedContent: [failures.mixedContent(kWhere, kCause)],
    redirectRefused: [
      failures.redirectRefused(kWhere, true),
      failures.redirectRefused(kWhere, false),
    ],
    badRequest: [failures.badRequest('the headers function failed', kCause)],
    badRetry: [failures.badRetry()],
    unusableResponse: [failures.unusableResponse(kWhere, kCause)],
    badBody: [failures.badBody('chunks must be bytes, a Uint8Array (got a string)')],
    badScheme: [failures.badScheme('ftp:')],
    tooLarge: [failures.tooLarge(kWhere, 1000)],
    noMemory: [failures.noMemory(kWhere)],
    noWasm: [failures.noWasm(kCause)],
    aborted: [failures.aborted(AbortSignal.abort('done'))],
  };
}

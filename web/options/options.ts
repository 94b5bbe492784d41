// The options of the constructor. Only `withCredentials` is the standard's.

import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { ResponseHead } from '../failures/response-head.ts';
import type { RequestMembers } from './request-members.ts';
import type { RetryOptions } from './retry-options.ts';
import type { ShareOptions } from './share-option.ts';

/** What `url`, `method`, `headers` and `body` functions are told about the attempt that they are called for. */
export interface Attempt {
  /** The number of the attempt over the life of the EventSource; 1 is the first. */
  readonly attempt: number;
  /** The last event ID string; '' if there is none yet. HTML 9.2.4. */
  readonly lastEventId: string;
  /** Why the previous connection or attempt failed; undefined if none did. */
  readonly lastError: ConnectionFailure | undefined;
  /** How the last response began, whatever its status; undefined if there was none yet. */
  readonly lastResponse: ResponseHead | undefined;
  /** Aborted when the EventSource is closed or the attempt is given up. */
  readonly signal: AbortSignal;
}

/**
 * The second argument of the option `fetch`. To add headers:
 * `{ ...init, headers: { ...init.headers, … } }`.
 */
export interface FetchLikeInit extends RequestInit {
  /** From the option `request`. */
  targetAddressSpace?: string;
  /** All headers of the request. `Accept`, `Authorization` and `Last-Event-ID` are spelled exactly so. */
  headers: Record<string, string>;
  /** 'cors' */
  mode: RequestMode;
  /** 'no-store' */
  cache: 'no-store';
  /** 'follow', or 'manual' where a redirect is not to be followed. */
  redirect: RequestRedirect;
  /** Aborted when the EventSource is closed or the attempt is given up. */
  signal: AbortSignal;
}

/** The members of a ReadableStreamDefaultReader that are used. */
export interface ReaderLike {
  /** Resolves with the next chunk. */
  read(): Promise<{
    /** Whether the stream has ended. */
    done?: boolean | undefined;
    /** The chunk: a Uint8Array, another view, or an ArrayBuffer. */
    value?: unknown;
  }>;
  /** Called when no more chunks are wanted. */
  cancel(): Promise<unknown>;
}

/** What the option `fetch` returns: a Response, or an object with these members of one. */
export interface FetchLikeResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The response's headers, as `Headers` or any object with `get`. */
  readonly headers: {
    /** Returns a header's value. Called with `Content-Type` and `Retry-After`. */
    get(name: string): string | null | undefined;
  };
  /** The bytes of the event stream: a stream, anything with `getReader`, or an async iterable of chunks. */
  readonly body?:
    | ReadableStream<Uint8Array>
    | {
        /** Called once. */
        getReader(): ReaderLike;
      }
    | AsyncIterable<unknown>
    | null
    | undefined;
  /** Whether the body was read before; if so, the EventSource fails for good. Default false. */
  readonly bodyUsed?: boolean | undefined;
  /** As in a Response: 'opaqueredirect' if the request was redirected and does not allow it. */
  readonly type?: string | undefined;
  /** The final URL, after redirects. Default: the URL of the request. */
  readonly url?: string | undefined;
  /** Not used. */
  readonly redirected?: boolean | undefined;
}

/**
 * `fetch`, or anything that behaves like it. The URL is a string; the type allows for functions that
 * also take a URL.
 */
// Declared as a method is, so that a function may take other types for the same values.
export type FetchLike = {
  /** Makes the request. @param url a string */
  call(url: string | URL, init: FetchLikeInit): Promise<FetchLikeResponse>;
}['call'];

/** A value, or a function, possibly async, that is called before each attempt and returns it. */
export type PerAttempt<T, Returned = T> = T | ((attempt: Attempt) => Returned | Promise<Returned>);

/** What a `headers` function returns: undefined, null and an object without headers are none. */
export type ReturnedHeaders =
  | HeadersInit
  // To the compiler, `token ? { Authorization: token } : {}` may be `{ Authorization?: undefined }`.
  | { readonly [name: string]: undefined }
  | null
  | undefined;

/**
 * The options of `new EventSource()`. Without any, it behaves like the native EventSource. Only
 * `withCredentials` is in the standard. The constructor throws a TypeError for an option that is wrong.
 */
export interface EventSourceInit {
  /** Whether to send cookies to other origins, too. Default false. HTML 9.2.2. */
  withCredentials?: boolean | undefined;
  /**
   * Request headers, or a function that is called before each attempt and returns them: with a new
   * token, say. If the function throws, the EventSource fails for good, with kind 'request', unless
   * `retry.on` is a function that returns true for that. `Last-Event-ID` is sent automatically. Headers other
   * than `Accept`, `Accept-Language`, `Content-Language`, `Content-Type` and `Authorization` make redirects
   * fail, see `redirect`. Default none.
   */
  headers?: PerAttempt<HeadersInit, ReturnedHeaders> | undefined;
  /**
   * A function that is called before each attempt and returns the URL to request, resolved against the
   * constructor's. If it returns undefined or null, the constructor's URL is requested, as by default. If it
   * throws, the same holds as for `headers`. The property `url` stays the constructor's URL.
   */
  url?:
    | ((
        attempt: Attempt,
      ) => string | URL | null | undefined | Promise<string | URL | null | undefined>)
    | undefined;
  /**
   * The request's method, or a function that is called before each attempt and returns it, so that, say, a
   * 'POST' begins and a 'GET' resumes. A request that is not idempotent, such as a POST, is sent
   * once, unless `retry` is an object; if the function then returns 'POST' once more, the EventSource
   * fails for good, with kind 'request'. GET, HEAD, OPTIONS, PUT, DELETE, QUERY, REPORT, PROPFIND and
   * SEARCH are idempotent. As with `fetch`, 'get' is 'GET', but 'query' is not 'QUERY'. Default 'GET'.
   */
  method?:
    | string
    | ((attempt: Attempt) => string | undefined | Promise<string | undefined>)
    | undefined;
  /**
   * The request's body, or a function that is called before each attempt and returns it; undefined or
   * null is none. Needs a method such as 'POST'; with a `method` function, a body that is not a function
   * is left out of a GET or HEAD. A stream can be sent only once; to retry, pass a function. Default none.
   */
  body?:
    | BodyInit
    | ((attempt: Attempt) => BodyInit | null | undefined | Promise<BodyInit | null | undefined>)
    | undefined;
  /**
   * As in `fetch`. Overrides `withCredentials`, where true means 'include' and false, the default,
   * 'same-origin'.
   */
  credentials?: RequestCredentials | undefined;
  /**
   * A function to use instead of the global `fetch`. If it rejects, that counts as a lost connection. If
   * its response cannot be read, the EventSource fails for good, with kind 'request'. Default the global
   * `fetch`, as it is at each attempt.
   */
  fetch?: FetchLike | undefined;
  /** Closes the EventSource when aborted, with an `error` event of kind 'aborted'. Default none. */
  signal?: AbortSignal | undefined;
  /**
   * The initial reconnection time in ms, until the stream's `retry` field changes it. Default 1000. HTML
   * 9.2.2.
   */
  retryInterval?: number | undefined;
  /**
   * An object configures retries, and lets a non-idempotent request be resent. `false` makes a single
   * connection; when the stream ends, the EventSource closes without an `error` event. By default, lost
   * connections of idempotent requests are retried.
   */
  retry?: false | RetryOptions | undefined;
  /**
   * How many ms the server has to respond, including the time that `headers` and other functions take;
   * otherwise the attempt fails with kind 'timeout'. Default none: as long as `fetch` waits.
   */
  connectTimeout?: number | undefined;
  /**
   * How many ms without a byte of the stream, comments included, mean that the connection is lost. This
   * is noticed up to 5 s late after the computer has slept. Default none.
   */
  idleTimeout?: number | undefined;
  /**
   * Whether to close the connection while the page is hidden, and to resume from the last event ID when
   * it is shown. Has no effect in workers, for requests that are not idempotent, and with `retry: false`.
   * Default false.
   */
  pauseWhenHidden?: boolean | undefined;
  /** Called with each comment of the stream, without its colon and one space after that. Default none. */
  onComment?: ((text: string) => void) | undefined;
  /** The last event ID string of the first request, to resume after that event. Default ''. HTML 9.2.4. */
  lastEventId?: string | undefined;
  /**
   * The name of a query parameter that carries the last event ID instead of the `Last-Event-ID` header,
   * which costs requests to another origin a CORS preflight. Default none: the header is sent.
   */
  lastEventIdParameter?: string | undefined;
  /**
   * 'follow' follows redirects, and sends custom headers to wherever they lead. 'error' makes a redirect
   * fail the connection. By default, redirects are followed, except with custom headers. Scripts cannot
   * see where a redirect leads, so with custom headers all are refused. `Authorization` counts as one in
   * browsers that may send it on to another origin (before Chromium 119, Firefox 120 and Safari 18.2).
   */
  redirect?: 'follow' | 'error' | undefined;
  /**
   * Members of `fetch`'s second argument that have no option here: `priority`, `referrer`,
   * `referrerPolicy`, `keepalive` or `targetAddressSpace`, say. Read once, by the constructor, which throws
   * a TypeError for `body`, `cache`, `credentials`, `duplex`, `headers`, `method`, `mode`, `redirect` and
   * `signal`, and for what `fetch` does not accept. With `integrity`, `fetch` waits for the end of the
   * stream. Default none.
   */
  request?: RequestMembers | undefined;
  /**
   * Whether all sources of the origin that make the same request, in tabs, frames and workers, share one
   * connection. Each behaves as if it had its own. Only for idempotent requests without a body. Where
   * sharing is not possible (insecure contexts, which have no Web Locks, and Node), each has its own;
   * `stats.sharing` tells. Default false.
   */
  share?: boolean | ShareOptions | undefined;
  /**
   * The most bytes that one event may have; a larger one fails the connection, with kind 'too-large'.
   * Whatever a server sends, the parser takes at most five times this memory plus 3 MiB. Default 64 MiB.
   */
  maxEventSize?: number | undefined;
  /** The same as `maxEventSize`, in bytes, by the name that npm eventsource has for such a limit. */
  maxBufferSize?: number | undefined;
}

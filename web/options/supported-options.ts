import type { EventSourceInit } from './options.ts';

/** The value of EventSource.supportedOptions: the names of all options. */
export const kSupportedOptions: Readonly<Record<keyof EventSourceInit, true>> =
  /* @__PURE__ */ Object.freeze({
    withCredentials: true,
    headers: true,
    method: true,
    body: true,
    credentials: true,
    fetch: true,
    signal: true,
    retryInterval: true,
    retry: true,
    connectTimeout: true,
    idleTimeout: true,
    pauseWhenHidden: true,
    onComment: true,
    lastEventId: true,
    lastEventIdParameter: true,
    redirect: true,
    maxEventSize: true,
    maxBufferSize: true,
  });

import type { FetchLike } from '../../web/index.ts';
import { EventSource } from '../../web/index.ts';
import { dataOf } from './numbered-events.mjs';

/** What a client has received of the numbered events. */
export interface Received {
  /** How many events came, up to the last one or to the first that was wrong. */
  events: number;
  /** What was lost, doubled or changed; '' if nothing. */
  wrong: string;
  /** `error` events by their kind, with the status of kind 'http'. */
  failures: Record<string, number>;
  /** From the first request to the last event, ms. */
  took: number;
}

export interface ReceiveOptions {
  fetch?: FetchLike | undefined;
  /** Told of each failure, and what was received before it. */
  onFailure?: (progress: { events: number; failures: Record<string, number> }) => void;
}

const kIdleTimeout = 1200; // ms; longer than nginx's, so that each has its turn

/**
 * Receives events 1 to `last`, in a page or in Node. Whatever a server in trouble may respond is tried again.
 * Each event has to be the one after the last.
 */
export function receive(
  url: string,
  last: number,
  { fetch, onFailure }: ReceiveOptions = {},
): Promise<Received> {
  const start = performance.now();
  const failures: Record<string, number> = {};
  let events = 0;
  return new Promise((resolve) => {
    const source = new EventSource(url, {
      retryInterval: 0,
      retry: { maxInterval: 20, on: [200, 403, 404, 500, 502, 503, 504] },
      connectTimeout: 2 * kIdleTimeout,
      idleTimeout: kIdleTimeout,
      ...(fetch && { fetch }),
    });
    const end = (wrong: string) => {
      source.close();
      resolve({ events, wrong, failures, took: performance.now() - start });
    };
    source.addEventListener('error', (event) => {
      const { kind, status, willRetry, message } = event;
      const name = status && kind === 'http' ? `http ${status}` : kind;
      failures[name] = (failures[name] ?? 0) + 1;
      onFailure?.({ events, failures });
      if (!willRetry) end(`closed after event ${events}: ${message}`);
    });
    source.addEventListener('message', ({ data }) => {
      if (data !== dataOf(events + 1)) {
        const came = /^event (\d+) /.exec(data);
        const number = Number(came?.[1]);
        if (number > events + 1) end(`event ${events + 1} is lost: event ${number} came`);
        else if (number <= events) end(`event ${number} came again after event ${events}`);
        else end(`event ${events + 1} is changed: ${JSON.stringify(data)}`);
        return;
      }
      events += 1;
      if (events === last) end('');
    });
  });
}

// The main path, step by step.
import { EventSource, EventStreamDecoder, EventStreamDecoderStream } from 'eventsource-wasm';

/** The next event of that type. */
const next = (source, type) =>
  new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));

const steps = {
  async 'events, and a reconnect'(origin) {
    const source = new EventSource(`${origin}/events`, {
      headers: { Authorization: 'Bearer secret' },
    });
    const types = [];
    for (const type of ['open', 'error']) source.addEventListener(type, () => types.push(type));
    const first = await next(source, 'price');
    const { kind, willRetry } = await next(source, 'error');
    const second = await next(source, 'price');
    source.close();
    const isPlatform = first instanceof MessageEvent && source instanceof EventTarget;
    const events = [first, second].map(({ type, data, lastEventId }) => [type, data, lastEventId]);
    return { types, events, kind, willRetry, isPlatform, readyState: source.readyState };
  },
  async 'a refusal'(origin) {
    const source = new EventSource(`${origin}/refused`);
    const { kind, status, body, willRetry } = await next(source, 'error');
    return { kind, status, body, willRetry, readyState: source.readyState };
  },
  async 'a signal'(origin) {
    const controller = new AbortController();
    const source = new EventSource(`${origin}/stays-open`, { signal: controller.signal });
    await next(source, 'open');
    controller.abort();
    const { kind, willRetry } = await next(source, 'error');
    return { kind, willRetry, readyState: source.readyState };
  },
  async handlers(origin) {
    const source = new EventSource(`${origin}/count`);
    const calls = [];
    source.onopen = ({ type }) => calls.push(type);
    await new Promise((resolve) => {
      source.onmessage = ({ lastEventId }) => {
        if (calls.push(lastEventId) === 4) resolve();
      };
    });
    source.close();
    return calls;
  },
  async 'an iterator'(origin) {
    const ids = [];
    for await (const { lastEventId } of new EventSource(`${origin}/count`)) {
      ids.push(lastEventId);
      if (ids.length === 3) break;
    }
    return ids;
  },
  async 'a large event'(origin) {
    const source = new EventSource(`${origin}/large`);
    const { data } = await next(source, 'message');
    source.close();
    return data.length;
  },
  async 'a decoder'(origin) {
    await EventStreamDecoder.load();
    const decoder = new EventStreamDecoder();
    const messages = decoder.decode(new TextEncoder().encode('event: a\ndata: é\n\n'));
    decoder.close();
    const { body } = await fetch(`${origin}/count`);
    const reader = body.pipeThrough(new EventStreamDecoderStream()).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return [...messages, value];
  },
  async 'a redirect to another origin'(origin) {
    const source = new EventSource(`${origin}/away`, {
      headers: { Authorization: 'Bearer secret' },
    });
    const result = await Promise.race([next(source, 'open'), next(source, 'error')]);
    source.close();
    return { type: result.type, kind: result.kind };
  },
};

/**
 * @param {string} origin of the server, tests/consumers/main-path.ts; in a page that it serves, ''
 * @returns what came of each step
 */
export async function playMainPath(origin) {
  const results = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      results[name] = await step(origin);
    } catch (error) {
      results[name] = String(error);
    }
  }
  return results;
}

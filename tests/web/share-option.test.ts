// [beyond the standard] The option `share`: what it takes, and what it refuses.
import { expect, onTestFinished, test } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { engine, open } from '../support/sources.ts';
import { eventStream, hold } from '../support/stream-scenario.ts';

const kUrl = 'http://127.0.0.1:9/';

function construct(init: Record<string, unknown>): EventSource {
  const source = new EventSource(kUrl, init as EventSourceInit);
  onTestFinished(() => source.close());
  return source;
}

test.for([
  ['yes', 'share must be true or an object (got a string)'],
  [null, 'share must be true or an object (got null)'],
  [{ key: 1 }, 'share.key must be a string'],
  [{ join: 'later' }, "share.join must be 'now' or 'replay'"],
] as const)('share: %j is refused', ([share, message]) => {
  expect(() => construct({ share })).toThrow(TypeError);
  expect(() => construct({ share })).toThrow(message);
});

test.for<[string, unknown]>([
  ['headers', () => ({})],
  ['url', () => kUrl],
  ['method', () => 'GET'],
  ['fetch', scriptedFetch([null])],
])('%s as a function needs a share.key', ([name, option]) => {
  expect(() => construct({ share: true, [name]: option })).toThrow(TypeError);
  expect(() => construct({ share: {}, [name]: option })).toThrow('share.key must be a string');
  construct({ share: { key: 'a' }, [name]: option });
});

test('a request that may be sent only once cannot be shared', () => {
  const refusal = 'share needs an idempotent request without a body';
  expect(() => construct({ share: true, method: 'POST' })).toThrow(TypeError);
  expect(() => construct({ share: true, method: 'POST' })).toThrow(refusal);
  expect(() => construct({ share: true, method: 'PUT', body: 'a' })).toThrow(refusal);
});

test('share: false is no sharing', () => {
  expect(construct({ share: false }).stats.sharing).toBe(undefined);
});

test('share is among the supported options', () => {
  expect(EventSource.supportedOptions.share).toBe(true);
});

test.runIf(engine === 'node')('in Node each source has its own connection', async () => {
  const { events, source } = await open([eventStream('data: 1\n\n', hold)], { share: true });
  await events.next('open');
  expect(await events.messages(1)).toEqual(['1']);
  expect(source.stats.sharing).toBe('alone');
});

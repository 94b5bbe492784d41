// [beyond the standard] The option `share`: an attempt of another source that failed counts for those that
// wait for their next one, as long as it says something about that.
import { expect, onTestFinished, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { onePage } from './sharing/one-page.ts';

const kUrl = 'http://127.0.0.1:9/';
const kNever = 2 ** 31 - 1;
const kSoon = 1000; // ms; time for the other to fail first, on a busy machine, too

/** A source that fails once, and then would not; and another that fails after it. */
async function twoThatFail(retryInterval: number) {
  const page = onePage();
  const hello = { chunks: ['data: 1\n\n'], then: 'hold' } as const;
  const share = { key: 'a' };
  const fetch = scriptedFetch([null, hello]);
  const source = new EventSource(kUrl, { share, fetch, retryInterval });
  const events = record(source);
  await events.next('error');
  const fails = async () => {
    const other = new EventSource(kUrl, {
      share,
      fetch: scriptedFetch([null]),
      retryInterval: kNever,
    });
    onTestFinished(() => other.close());
    await record(other).next('error');
    await new Promise((resolve) => setTimeout(resolve, 10)); // until the channel has told of it
  };
  onTestFinished(() => source.close());
  return { ...page, source, events, fails };
}

test('it spares those that wait a request', async () => {
  const { events, fails } = await twoThatFail(kSoon);
  await fails();
  await events.next('error');
  await events.next('open');
});

test('reconnect() sends a request all the same', async () => {
  const { source, events, fails } = await twoThatFail(kNever);
  await fails();
  source.reconnect();
  await events.next('open');
});

test('while the browser is offline each tries for itself', async () => {
  const { events, fails } = await twoThatFail(kSoon);
  Object.assign(navigator, { onLine: false });
  await fails();
  await events.next('open');
});

test('it says nothing to a page that was away since', async () => {
  const { events, fails, leaveAndReturn } = await twoThatFail(kNever);
  await fails();
  leaveAndReturn();
  await events.next('open');
});

test('where the browser forbids channels, as with cookies, each has a connection of its own', async () => {
  onePage();
  const forbid = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  vi.stubGlobal('BroadcastChannel', forbid);
  const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);
  const source = new EventSource(kUrl, { share: { key: 'a' }, fetch });
  onTestFinished(() => source.close());
  await record(source).next('open');
  expect(source.stats.sharing).toBe('alone');
});

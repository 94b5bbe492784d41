// [beyond the standard] The option `share`: how the connection ended, for a source that is slow.
import { expect, onTestFinished, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { fedStream } from '../support/fed-stream.ts';
import { record } from '../support/recorder.ts';
import { onePage } from './sharing/one-page.ts';

const kEvents = 40;
const kData = 'x'.repeat(64 * 1024); // in all more than what waits for a slow source

test('the end of the stream is a failure for one whose events have passed it by', async () => {
  onePage();
  const stream = fedStream();
  const openSource = () => {
    const source = new EventSource('http://127.0.0.1:9/', {
      fetch: async () =>
        new Response(stream.body, { headers: { 'Content-Type': 'text/event-stream' } }),
      retry: false,
      share: { key: 'a' },
    });
    onTestFinished(() => source.close());
    return source;
  };
  const leader = openSource();
  const events = record(leader);
  await events.next('open');
  const slow = openSource();
  const messages = slow[Symbol.asyncIterator]();
  await slow.opened;
  const first = messages.next();
  for (let id = 1; id <= kEvents; id++) {
    stream.send(`id: ${id}\ndata: ${kData}\n\n`);
    await events.next('message');
  }
  await first;
  stream.controller.close();
  expect((await leader.closed).by).toBe('end');
  let received = 1;
  const readAll = async () => {
    while (!(await messages.next()).done) received++;
  };
  await expect(readAll()).rejects.toThrow();
  expect(received).toBeLessThan(kEvents);
  expect((await slow.closed).by).toBe('failure');
});

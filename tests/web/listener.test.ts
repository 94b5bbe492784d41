import { expect, test, vi } from 'vitest';
import { open } from '../support/sources.ts';
import { end, eventStream, hold, silent } from '../support/stream-scenario.ts';

test('a throwing listener is reported and stops nothing', async () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  try {
    const { source, events } = await open([eventStream('data: 1\n\ndata: 2\n\n', end)]);
    source.onopen = () => {
      throw new Error('in open');
    };
    source.onmessage = ({ data }) => {
      throw new Error(`in message ${data}`);
    };
    await events.next('open');
    expect(await events.messages(2)).toEqual(['1', '2']);
    await events.next('error');
    expect(reported.map(String)).toEqual([
      'Error: in open',
      'Error: in message 1',
      'Error: in message 2',
    ]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('on… attributes run in the place where they were first set', async () => {
  const { source, events } = await open([eventStream('data: a\n\n', hold)]);
  const order: string[] = [];
  source.addEventListener('message', () => order.push('first'));
  source.onmessage = () => order.push('replaced');
  source.addEventListener('message', () => order.push('last'));
  source.onmessage = () => order.push('attribute');
  await events.next('open');
  await events.next('message');
  await Promise.resolve();
  expect(order).toEqual(['first', 'attribute', 'last']);
});

test('an event that the page dispatches reaches each listener once', async () => {
  const { source, events } = await open([silent]);
  await events.next('open');
  const heard: Event[] = [];
  source.addEventListener('mine', (event) => heard.push(event));
  const event = new Event('mine');
  source.dispatchEvent(event);
  expect(heard).toEqual([event]);
  expect(event.isTrusted).toBe(false);
});

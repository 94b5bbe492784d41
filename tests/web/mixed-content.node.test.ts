// A page that came by https, and whose requests to http the browser blocks. In Node, as the test server
// has no certificate.
import { afterEach, expect, test, vi } from 'vitest';
import { openUrl } from '../support/sources.ts';

function stubPage(url: string, ...responses: (Response | undefined)[]): void {
  vi.stubGlobal('location', new URL(url));
  vi.stubGlobal('fetch', async () => {
    const response = responses.shift();
    if (!response) throw new TypeError('Failed to fetch');
    return response;
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

const page = 'https://page.example/';
const ended = () => new Response('', { headers: { 'content-type': 'text/event-stream' } });

test('mixed content closes with one error', async () => {
  stubPage(page);
  const { events, source } = openUrl('http://other.example/?secret');
  const { event, readyState } = await events.next('error');
  expect(event).toMatchObject({ kind: 'blocked', willRetry: false });
  expect((event as ErrorEvent).message).toMatch(/http:\/\/other\.example\/ as mixed content/);
  expect(readyState).toBe(source.CLOSED);
});

test.each([
  [page, 'https://other.example/'],
  [page, 'http://127.0.0.1:9/'],
  [page, 'http://app.localhost:9/'],
  [page, 'http://[::1]:9/'],
  [page, 'http://printer.local/'],
  [page, 'http://192.168.1.1/'],
  ['http://page.example/', 'http://other.example/'],
])('from %s to %s there is no mixed content: tried again', async (from, to) => {
  stubPage(from);
  const { events } = openUrl(to);
  expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
});

test('a URL that was upgraded to https, and got a response, is no mixed content', async () => {
  stubPage(page, ended());
  const { events } = openUrl('http://other.example/');
  await events.next('open');
  expect((await events.next('error')).event).toMatchObject({ kind: 'end' });
  expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
});

test('whether it is mixed content is asked of the URL of each attempt', async () => {
  stubPage(page, ended());
  const { events } = openUrl('https://page.example/', {
    url: ({ attempt }) => (attempt === 1 ? undefined : 'http://other.example/'),
  });
  for (const type of ['open', 'error']) await events.next(type);
  const { event } = await events.next('error');
  expect(event).toMatchObject({ kind: 'blocked', willRetry: false });
  expect((event as ErrorEvent).message).toContain('http://other.example/');
});

test('what the page says to be in the local network is none, nor is the question whether CORS refused it', async () => {
  const asked: (RequestInit & { targetAddressSpace?: string })[] = [];
  vi.stubGlobal('location', new URL(page));
  vi.stubGlobal('origin', new URL(page).origin);
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    asked.push(init);
    throw new TypeError('Failed to fetch');
  });
  const { events } = openUrl('http://printer.example/', {
    request: { targetAddressSpace: 'local', integrity: 'sha256-x' },
  });
  expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
  expect(asked.map(({ mode, targetAddressSpace }) => [mode, targetAddressSpace])).toEqual([
    ['cors', 'local'],
    ['no-cors', 'local'],
  ]);
  expect(asked[1].integrity).toBeUndefined(); // it would need CORS
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startDemo } from '../../web/demo/server.mjs';
import { until } from '../support/until.ts';
import { OpenStream } from './open-stream.ts';

type Demo = Awaited<ReturnType<typeof startDemo>>;

const quick = { port: 0, letterInterval: 2, numberInterval: 5 };
let demo: Demo;

beforeEach(async () => {
  demo = await startDemo(quick);
});
afterEach(() => demo.close());

function post(fault: string): Promise<Response> {
  return fetch(new URL(`faults/${fault}`, demo.url), { method: 'POST' });
}

function range(first: number, length: number): number[] {
  return Array.from({ length }, (_, index) => first + index);
}

describe('the stream', () => {
  it('responds with 401 without a token, and says which scheme it wants', async () => {
    const response = await fetch(new URL('events', demo.url));
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer /);
  });

  it('responds with 401 to a wrong token', async () => {
    const { response } = await OpenStream.open(demo.url, { Authorization: 'Bearer wrong' });
    expect(response.status).toBe(401);
  });

  it('numbers its events from 1, without a gap', async () => {
    const stream = await OpenStream.open(demo.url);
    expect(stream.response.headers.get('Content-Type')).toBe('text/event-stream');
    const ids = await stream.readEvents(30);
    expect(ids).toEqual(range(1, ids.length));
    stream.close();
  });

  it('sends one letter per event, and a space as a space', async () => {
    const stream = await OpenStream.open(demo.url);
    await stream.readEvents(12);
    while (!stream.text.includes('data:  \n')) await stream.readEvents(stream.ids.length + 1);
    expect(stream.text).toMatch(/^event: ?lol\nid: ?\d+\ndata: [^\n]\n\n/m);
    stream.close();
  });

  it('replays what came after Last-Event-ID, once and in order, and says how much it is', async () => {
    const first = await OpenStream.open(demo.url);
    await first.readEvents(20);
    first.close();
    const second = await OpenStream.open(demo.url, { 'Last-Event-ID': '5' });
    const ids = await second.readEvents(40);
    expect(ids).toEqual(range(6, ids.length));
    const replayed = Number(/^event: ?replay\ndata: (\d+)\n\n/m.exec(second.text)?.[1]);
    expect(replayed).toBeGreaterThanOrEqual(15);
    second.close();
  });

  it('goes on while nobody is connected, so that there is something to replay', async () => {
    const first = await OpenStream.open(demo.url);
    const lastId = (await first.readEvents(5)).at(-1);
    first.close();
    await until(async () => {
      const again = await OpenStream.open(demo.url, { 'Last-Event-ID': String(lastId) });
      await again.readEvents(1);
      again.close();
      expect(Number(/^data: (\d+)$/m.exec(again.text)?.[1])).toBeGreaterThan(10);
    });
  });

  it('goes on from Last-Event-ID after the server was restarted', async () => {
    const stream = await OpenStream.open(demo.url, { 'Last-Event-ID': '500' });
    expect((await stream.readEvents(3)).slice(0, 3)).toEqual([501, 502, 503]);
    stream.close();
  });

  it('starts at the beginning for a Last-Event-ID that is no number of its own', async () => {
    const stream = await OpenStream.open(demo.url, { 'Last-Event-ID': 'yesterday' });
    expect((await stream.readEvents(2)).slice(0, 2)).toEqual([1, 2]);
    stream.close();
  });
});

describe('a fault', () => {
  it('cuts the connection in mid-event, after the id', async () => {
    const stream = await OpenStream.open(demo.url);
    await stream.readEvents(3);
    expect((await post('cut')).status).toBe(204);
    await expect(stream.readAll()).rejects.toThrow('terminated');
    expect(stream.text).toMatch(/\n\nevent: lol\nid: \d+\n$/);
    const cutId = Number(/id: (\d+)\n$/.exec(stream.text)?.[1]);
    expect(stream.ids.at(-1)).toBe(cutId - 1);
  });

  it('refuses with 503 for a while, and says how long', async () => {
    await post('refuse?status=503&seconds=1');
    const { response } = await OpenStream.open(demo.url);
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('1');
    await until(async () => {
      const stream = await OpenStream.open(demo.url);
      stream.close();
      expect(stream.response.status).toBe(200);
    });
  });

  it('cuts the open connection when it refuses', async () => {
    const stream = await OpenStream.open(demo.url);
    await post('refuse?status=503&seconds=1');
    await expect(stream.readAll()).rejects.toThrow('terminated');
  });

  it('refuses with 401 until it accepts connections again', async () => {
    await post('refuse?status=401');
    expect((await OpenStream.open(demo.url)).response.status).toBe(401);
    await post('heal');
    const stream = await OpenStream.open(demo.url);
    expect(stream.response.status).toBe(200);
    stream.close();
  });

  it('is refused itself when it names another status', async () => {
    expect((await post('refuse?status=200')).status).toBe(400);
  });

  it('leaves other readers alone', async () => {
    const stream = await OpenStream.open(demo.url);
    await post('refuse?status=503&reader=other');
    await post('cut?reader=other');
    const count = stream.ids.length;
    expect((await stream.readEvents(count + 20)).length).toBeGreaterThanOrEqual(count + 20);
    stream.close();
  });
});

describe('the server', () => {
  it('sends every file of the page under a strict content security policy', async () => {
    for (const file of ['', 'demo.js', 'demo.css', 'favicon.svg']) {
      const response = await fetch(new URL(file, demo.url));
      expect(response.status).toBe(200);
      const policy = response.headers.get('Content-Security-Policy');
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).not.toContain('unsafe-inline');
      await response.body?.cancel();
    }
  });

  it('serves nothing else', async () => {
    expect((await fetch(new URL('server.mjs', demo.url))).status).toBe(404);
  });

  it('says so when the port is taken', async () => {
    const port = Number(new URL(demo.url).port);
    await expect(startDemo({ port })).rejects.toThrow('EADDRINUSE');
  });

  it('ends open streams when it closes', async () => {
    const other = await startDemo(quick);
    const stream = await OpenStream.open(other.url);
    await other.close();
    await expect(stream.readAll()).rejects.toThrow('terminated');
  });
});

// [beyond the standard] The option `share`: sources with the same request have one connection.
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../support/scenario-client.ts';
import { open, openUrl, origin } from '../support/sources.ts';
import { cut, end, eventStream, hold, reply, wait } from '../support/stream-scenario.ts';

const roles = (sources: { source: { stats: { sharing?: string } } }[]) =>
  sources.map(({ source }) => source.stats.sharing).sort();

/** What goes over every channel of the page. */
function overhear(): unknown[] {
  const heard: unknown[] = [];
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    heard.push(message);
    postMessage.call(this, message);
  };
  onTestFinished(() => {
    BroadcastChannel.prototype.postMessage = postMessage;
  });
  return heard;
}

test('sources of the same request get the same events over one connection', async () => {
  const scenario = await serve(origin, [
    eventStream(':\n\n', wait, 'id: 1\ndata: 1\n\n', 'id: 2\nda', 'ta: 2\n\n', hold),
  ]);
  const sources = Array.from({ length: 4 }, () => openUrl(scenario.url, { share: true }));
  for (const { events } of sources) await events.next('open');
  await scenario.go();
  for (const { events } of sources) expect(await events.messages(2)).toEqual(['1', '2']);
  for (const { source } of sources) expect(source.lastEventId).toBe('2');
  expect(roles(sources)).toEqual(['follower', 'follower', 'follower', 'leader']);
  expect((await scenario.log()).requests).toHaveLength(1);
});

test('when the leader is closed, another goes on from the last ID, and nobody notices', async () => {
  const scenario = await serve(origin, [
    eventStream('id: 1\ndata: 1\n\n', hold),
    eventStream('id: 2\ndata: 2\n\n', hold),
  ]);
  const first = openUrl(scenario.url, { share: true });
  await first.events.next('open');
  expect(await first.events.messages(1)).toEqual(['1']); // which those who join later do not get
  const others = Array.from({ length: 3 }, () =>
    openUrl(scenario.url, { share: true, lastEventId: '' }),
  );
  for (const { events } of others) await events.next('open');
  first.source.close();
  for (const { events } of others) expect(await events.messages(1)).toEqual(['2']);
  expect(roles(others)).toEqual(['follower', 'follower', 'leader']);
  const { requests } = await scenario.log();
  expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
});

test('all are told that the connection was lost, and connect again over one', async () => {
  const scenario = await serve(origin, [
    eventStream('id: 1\ndata: 1\n\n', wait, cut),
    eventStream('id: 2\ndata: 2\n\n', hold),
  ]);
  const sources = Array.from({ length: 3 }, () => openUrl(scenario.url, { share: true }));
  for (const { events } of sources) await events.next('open');
  await scenario.go();
  for (const { events } of sources) {
    const seen: string[] = [];
    while (seen.at(-1) !== '2') {
      const { type, data } = await events.next();
      seen.push(type === 'message' ? String(data) : type);
    }
    expect(seen.slice(-3)).toEqual(['error', 'open', '2']);
  }
  const { requests } = await scenario.log();
  expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
});

test('a refusal reaches all, with its status and what its body says', async () => {
  const scenario = await serve(origin, [[wait, ...reply(403, {}, 'not for you')]]);
  const sources = Array.from({ length: 3 }, () => openUrl(scenario.url, { share: true }));
  await expect.poll(() => roles(sources)).toEqual(['follower', 'follower', 'leader']);
  await scenario.go();
  for (const { events, source } of sources) {
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'http', status: 403, body: 'not for you' });
    expect(source.readyState).toBe(source.CLOSED);
  }
  expect((await scenario.log()).requests).toHaveLength(1);
});

test('a source that joins late gets what comes from then on, or all with join: "replay"', async () => {
  const scenario = await serve(origin, [
    eventStream('id: 1\ndata: 1\n\n', wait, 'id: 2\ndata: 2\n\n', hold),
  ]);
  const first = openUrl(scenario.url, { share: true });
  await first.events.next('open');
  await first.events.messages(1);
  const late = openUrl(scenario.url, { share: true });
  const replayed = openUrl(scenario.url, { share: { join: 'replay' } });
  const resumed = openUrl(scenario.url, { share: true, lastEventId: '1' });
  for (const { events } of [late, replayed, resumed]) await events.next('open');
  await scenario.go();
  expect(await late.events.messages(1)).toEqual(['2']);
  expect(await replayed.events.messages(2)).toEqual(['1', '2']);
  expect(await resumed.events.messages(1)).toEqual(['2']);
  expect((await scenario.log()).requests).toHaveLength(1);
});

test('other headers are another connection', async () => {
  const scenario = await serve(origin, [eventStream(':\n\n', hold), eventStream(':\n\n', hold)]);
  for (const user of ['a', 'b']) {
    const { events, source } = openUrl(scenario.url, { share: true, headers: { 'x-user': user } });
    await events.next('open');
    expect(source.stats.sharing).toBe('leader');
  }
  const { requests } = await scenario.log();
  expect(requests.map(({ headers }) => headers['x-user'])).toEqual(['a', 'b']);
});

test('another key is another connection', async () => {
  const scenario = await serve(origin, [eventStream(':\n\n', hold), eventStream(':\n\n', hold)]);
  for (const user of ['a', 'b']) {
    const { events } = openUrl(scenario.url, {
      share: { key: user },
      headers: () => ({ 'x-user': user }),
    });
    await events.next('open');
  }
  const { requests } = await scenario.log();
  expect(requests.map(({ headers }) => headers['x-user'])).toEqual(['a', 'b']);
});

test('a 401 closes none of them: each has one at most, and asks for new headers', async () => {
  const scenario = await serve(origin, [eventStream('data: 1\n\n', hold)]);
  let onAllThere = () => {};
  const allThere = new Promise<void>((resolve) => {
    onAllThere = resolve;
  });
  const sources = Array.from({ length: 3 }, () => {
    let token = 1;
    let refusals = 0;
    const { source, events } = openUrl(scenario.url, {
      share: { key: 'a', join: 'replay' },
      headers: ({ lastError }) => {
        if (lastError?.status === 401) token = 2;
        return { authorization: `Bearer ${token}` };
      },
      fetch: async (url, init) => {
        await allThere;
        if (init.headers.Authorization === 'Bearer 2') return fetch(url, init as RequestInit);
        refusals++;
        return new Response('', { status: 401 });
      },
      retry: { on: [401] },
    });
    return { source, events, refusals: () => refusals };
  });
  await expect.poll(() => roles(sources)).toEqual(['follower', 'follower', 'leader']);
  onAllThere();
  for (const { events } of sources) {
    while ((await events.next()).type !== 'message');
  }
  const refusals = sources.map((source) => source.refusals());
  expect(Math.max(...refusals)).toBe(1);
  expect((await scenario.log()).requests).toHaveLength(1);
});

test('nothing of the request goes over the channel', async () => {
  const heard = overhear();
  const scenario = await serve(origin, [
    eventStream(wait, 'id: 1\ndata: 1\n\n', hold),
    eventStream('id: 2\ndata: 2\n\n', hold),
  ]);
  const sources = Array.from({ length: 3 }, () =>
    openUrl(`${scenario.url}?access=secret-1`, {
      share: true,
      headers: { authorization: 'Bearer secret-2', 'x-key': 'secret-3' },
    }),
  );
  await expect.poll(() => roles(sources)).toEqual(['follower', 'follower', 'leader']);
  await scenario.go();
  for (const { events } of sources) await events.next('open');
  for (const { events } of sources) await events.messages(1);
  const leader = sources.find(({ source }) => source.stats.sharing === 'leader');
  leader?.source.close();
  for (const other of sources) if (other !== leader) await other.events.messages(1);
  const said = heard.map((message) => JSON.stringify(message));
  expect(said.some((text) => text.includes('"response"'))).toBe(true);
  for (const text of said) expect(text).not.toMatch(/secret|127\.0\.0\.1|stream\//);
});

test('a page that leaves gives the connection to another, and joins it again', async () => {
  const scenario = await serve(origin, [
    eventStream('id: 1\ndata: 1\n\n', hold),
    eventStream('id: 2\ndata: 2\n\n', wait, end),
    eventStream('id: 3\ndata: 3\n\n', hold),
  ]);
  const { source, events } = openUrl(scenario.url, { share: true });
  await events.next('open');
  await events.messages(1);
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  expect(source.readyState).toBe(source.CONNECTING);
  const locks = async () =>
    ((await navigator.locks.query()).held ?? []).filter(({ name }) => name?.startsWith('event'));
  await expect.poll(locks).toEqual([]);
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await events.next('open');
  expect(await events.messages(1)).toEqual(['2']);
  expect(source.stats.sharing).toBe('leader');
});

test('without Web Locks each source has its own connection', async () => {
  const { locks } = navigator;
  Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined });
  onTestFinished(() => {
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
  });
  const { events, source } = await open([eventStream('data: 1\n\n', hold)], { share: true });
  await events.next('open');
  expect(await events.messages(1)).toEqual(['1']);
  expect(source.stats.sharing).toBe('alone');
});

test('without the option there is no part in sharing', async () => {
  const { events, source } = await open([eventStream(':\n\n', hold)]);
  await events.next('open');
  expect(source.stats.sharing).toBe(undefined);
});

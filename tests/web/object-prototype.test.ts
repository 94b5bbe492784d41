// Libraries of old, and attacks on a page, add enumerable members to Object.prototype. The native EventSource
// reads no option that it was not given, and nothing else of the page's.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EventSource, EventStreamDecoder, EventStreamDecoderStream } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { serve } from '../support/scenario-client.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { origin } from '../support/sources.ts';
import { eventStream, hold } from '../support/stream-scenario.ts';

const polluted = () => 'polluted';

/** Until the test has finished, or the function that it returns is called. */
function addToObjectPrototype(names: readonly string[], value: unknown = polluted): () => void {
  const remove = () => {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  };
  const members = Object.fromEntries(names.map((name) => [name, value]));
  Object.assign(Object.prototype, members);
  onTestFinished(remove);
  return remove;
}

describe('members that were added to Object.prototype', () => {
  test.each([undefined, null])('are not options of a source that is given %s', async (init) => {
    const options = Object.keys(EventSource.supportedOptions);
    // The platform's own functions read that one, too.
    const names = options.filter((name) => name !== 'signal');
    vi.stubGlobal('fetch', scriptedFetch([{ chunks: ['data: a\n\n'], then: 'hold' }]));
    onTestFinished(() => void vi.unstubAllGlobals());
    const url = 'http://127.0.0.1:9/';
    const remove = addToObjectPrototype(names);
    const source: EventSource = Reflect.construct(EventSource, [url, init]);
    remove();
    onTestFinished(() => source.close());
    const events = record(source);
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
    expect(source).toMatchObject({ withCredentials: false, reconnectionTime: 1000 });
  });

  test('are not options of a decoder that is given none', async () => {
    await EventStreamDecoder.load();
    addToObjectPrototype(['lastEventId', 'maxEventSize', 'onComment', 'onMessage', 'onRetry']);
    const decoder = new EventStreamDecoder();
    const stream = new EventStreamDecoderStream();
    expect(decoder.decode(new TextEncoder().encode('data: a\n\n'))).toHaveLength(1);
    expect([decoder.lastEventId, stream.lastEventId]).toEqual(['', '']);
    decoder.close();
  });

  test('are not asked whether to retry', async () => {
    const fetch = scriptedFetch([
      { chunks: ['data: a\n\n'], then: 'end' },
      { chunks: [], then: 'hold' },
    ]);
    const asked: unknown[] = [];
    const remove = addToObjectPrototype(['on'], (failure: unknown) => asked.push(failure));
    const source = new EventSource('http://127.0.0.1:9/', { fetch, retryInterval: 0 });
    remove();
    onTestFinished(() => source.close());
    const events = record(source);
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
    await events.next('error');
    await events.next('open');
    expect(asked).toEqual([]);
  });

  test('do not change what a request or a body is taken for', async () => {
    const { url } = await serve(origin, [eventStream('data: a\n\n', hold)]);
    const remove = addToObjectPrototype(['failure', 'init']);
    const source = new EventSource(url, { headers: async () => ({ 'X-A': '1' }) });
    onTestFinished(() => source.close());
    const events = record(source);
    await events.next('open');
    const data = await events.messages(1);
    remove();
    expect(data).toEqual(['a']);
  });
});

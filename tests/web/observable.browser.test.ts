// Events as Observables, https://wicg.github.io/observable/: as the engine's own EventSource gives
// them, where the engine has Observable.
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { origin } from '../support/sources.ts';
import { eventStream, hold, type Step, wait } from '../support/stream-scenario.ts';
import { describeWhere, testWhere } from '../support/where.ts';

interface Observable<T> {
  subscribe(observer: (value: T) => void, options?: { signal?: AbortSignal }): void;
  take(count: number): Observable<T>;
  map<R>(mapper: (value: T) => R): Observable<R>;
  takeUntil(notifier: Observable<unknown>): Observable<T>;
  toArray(): Promise<T[]>;
}
interface Observed extends EventSource {
  when(type: string, options?: object): Observable<MessageEvent<string>>;
}

const isSupported = 'when' in EventTarget.prototype;

const kClasses: [string, typeof EventSource][] = [
  ['this package', EventSource],
  ['the engine', globalThis.EventSource as typeof EventSource],
];

describeWhere(isSupported, 'the engine has no Observable')('when()', () => {
  describe.each(kClasses)('of the EventSource of %s', (_, Source) => {
    async function open(...steps: (string | Step)[]) {
      const scenario = await serve(origin, [eventStream(wait, ...steps, hold)]);
      const source = new Source(scenario.url) as Observed;
      onTestFinished(() => source.close());
      return { source, go: () => scenario.go() };
    }

    test('gives messages, those of named types, and open', async () => {
      const { source, go } = await open('data: 1\n\nevent: x\ndata: 2\n\ndata: 3\n\n');
      const data = (type: string, count: number) =>
        source
          .when(type)
          .take(count)
          .map((event) => [event.type, event.data, event.isTrusted, event.target === source])
          .toArray();
      const all = [data('message', 2), data('x', 1), data('open', 1)];
      await go();
      expect(await Promise.all(all)).toEqual([
        [
          ['message', '1', true, true],
          ['message', '3', true, true],
        ],
        [['x', '2', true, true]],
        [['open', undefined, true, true]],
      ]);
    });

    test('listens from subscribing to unsubscribing', async () => {
      const { source, go } = await open('data: 1\n\ndata: 2\n\n', wait, 'data: 3\n\n');
      const seen: string[] = [];
      const controller = new AbortController();
      const observable = source.when('message');
      observable.subscribe(
        ({ data }) => {
          seen.push(data);
          if (data === '2') controller.abort();
        },
        { signal: controller.signal },
      );
      const three = observable.take(3).toArray();
      await go();
      await go();
      await three;
      expect(seen).toEqual(['1', '2']);
    });

    test('listens until another event', async () => {
      const { source, go } = await open('data: 1\n\nevent: end\ndata:\n\ndata: 2\n\n');
      const events = source.when('message').takeUntil(source.when('end')).toArray();
      await go();
      expect((await events).map(({ data }) => data)).toEqual(['1']);
    });

    test('gives the events that a script dispatches', async () => {
      const { source } = await open('');
      const seen: Event[] = [];
      source.when('message').subscribe((event) => seen.push(event));
      const event = new MessageEvent('message', { data: 'x' });
      source.dispatchEvent(event);
      expect(seen).toEqual([event]);
    });

    test('passes the options on, and reads them once, when it is called', async () => {
      const { source, go } = await open('data: 1\n\n');
      const order: string[] = [];
      const read: string[] = [];
      const options = {
        get capture() {
          read.push('capture');
          return true;
        },
        get passive() {
          read.push('passive');
          return true;
        },
      };
      const captured = source.when('message', options);
      expect(read).toEqual(['capture', 'passive']);
      captured.subscribe(() => order.push('capture'));
      const first = source.when('message').take(1).toArray();
      await go();
      await first;
      expect(read).toEqual(['capture', 'passive']);
      expect(order).toEqual(['capture']);
    });

    test('throws a TypeError without a type, for what is no EventSource, and for wrong options', async () => {
      const { source } = await open('');
      const { when } = source;
      expect(() => (source.when as unknown as () => void).call(source)).toThrow(TypeError);
      expect(() => when.call({} as Observed, 'message')).toThrow(TypeError);
      for (const options of [7, 0, '', true]) {
        expect(() => source.when('message', options as never)).toThrow(TypeError);
      }
      expect(source.when('message', null as never)).toBeInstanceOf(
        (globalThis as { Observable?: never }).Observable,
      );
    });

    test('is enumerable, and has the name and the length of an operation', () => {
      let property: PropertyDescriptor | undefined;
      for (
        let level = Source.prototype as object;
        !property;
        level = Object.getPrototypeOf(level)
      ) {
        property = Object.getOwnPropertyDescriptor(level, 'when');
      }
      const { value, ...attributes } = property;
      expect(attributes).toEqual({ configurable: true, enumerable: true, writable: true });
      expect([value.name, value.length]).toEqual(['when', 1]);
    });
  });
});

testWhere(!isSupported, 'the engine has Observable')(
  'there is no when() where EventTarget has none',
  () => {
    expect('when' in EventSource.prototype).toBe(false);
  },
);

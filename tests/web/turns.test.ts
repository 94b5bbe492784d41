// What listeners lead to by way of promises happens before the next event, as with the native
// EventSource, which fires each event from a task of its own. Programs of asynchronous listeners log the
// same here and there, however the stream is cut.
//
// Left out, as it differs: between two listeners of one event the native EventSource runs microtasks,
// and this package does so after all of them. So the programs have one listener for each type. Nor does
// a program begin to be asynchronous after more than 64 events in which it was not: the first such
// event has then been delivered with those around it.
import { expect, onTestFinished, test, vi } from 'vitest';
import { nextTask } from '../../web/connection/scheduling.ts';
import { EventSource } from '../../web/index.ts';
import { RandomStream } from '../support/random-stream.ts';
import { serve } from '../support/scenario-client.ts';
import { bodyOf } from '../support/scripted-fetch.ts';
import { origin } from '../support/sources.ts';
import { end, eventStream } from '../support/stream-scenario.ts';

type Source = EventSource | globalThis.EventSource;

/** Resolves with the log when the program says that it is over. */
type Program = (source: Source, log: (entry: string) => void) => Promise<void>;

const nativeEventSource = globalThis.EventSource;

async function logOf(source: Source, program: Program): Promise<string[]> {
  onTestFinished(() => source.close());
  const log: string[] = [];
  await program(source, (entry) => log.push(entry));
  source.close();
  return log;
}

async function nativeLog(text: string, program: Program): Promise<string[] | undefined> {
  if (typeof nativeEventSource !== 'function') return undefined; // in Node
  const scenario = await serve(origin, [eventStream(text, end)]);
  return logOf(new nativeEventSource(scenario.url), program);
}

/** In chunks that come together, as from a server that writes faster than the page reads. */
function ourLog(text: string, size: number, program: Program): Promise<string[]> {
  const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    text.slice(i * size, (i + 1) * size),
  );
  return ourCutLog(chunks, program);
}

function ourCutLog(chunks: string[], program: Program): Promise<string[]> {
  return logOf(EventSource.fromReadableStream(bodyOf({ chunks, then: 'end' })), program);
}

async function ourServedLog(text: string, program: Program): Promise<string[]> {
  const scenario = await serve(origin, [eventStream(text, end)]);
  return logOf(new EventSource(scenario.url), program);
}

const kEvents = 100;
const numbered = Array.from({ length: kEvents }, (_, i) => `data: ${i}\n\n`).join('');
const kSizes = [9, 20, 333, 1_000_000];

/** Nothing is left to do when the stream ends. */
const ends = (source: Source) =>
  new Promise<void>((resolve) => {
    source.addEventListener('error', () => setTimeout(resolve));
  });

async function levels(count: number): Promise<void> {
  for (let level = 0; level < count; level++) await undefined;
}

const programs: Record<string, Program> = {
  'a counter that is read, awaited and written': async (source, log) => {
    let stored = 0;
    const read = async () => {
      await levels(3);
      return stored;
    };
    const write = async (value: number) => {
      await levels(3);
      stored = value;
    };
    source.onmessage = async () => {
      const count = await read();
      await write(count + 1);
    };
    await ends(source);
    log(`${stored}`);
  },
  'an async listener that ends before the next event begins, and before error': async (
    source,
    log,
  ) => {
    source.onerror = () => log('error');
    source.onmessage = async ({ data }: MessageEvent) => {
      log(`begin ${data}`);
      await levels(10);
      log(`end ${data}`);
    };
    await ends(source);
  },
  'a page that waits for one event after the other in nested async functions': async (
    source,
    log,
  ) => {
    const next = () =>
      new Promise<MessageEvent>((resolve) => {
        source.addEventListener('message', resolve as EventListener, { once: true });
      });
    const data = async () => (await next()).data as string;
    const number = async () => Number(await data());
    const nested = async () => await number();
    for (let i = 0; i < kEvents; i++) log(`${await nested()}`);
  },
  'a page that waits for one event after the other through five then()': async (source, log) => {
    const next = () =>
      new Promise<MessageEvent>((resolve) => {
        source.addEventListener('message', resolve as EventListener, { once: true });
      });
    for (let i = 0; i < kEvents; i++) {
      await next()
        .then(({ data }) => data)
        .then((data) => data)
        .then((data) => data)
        .then((data) => data)
        .then((data) => log(data));
    }
  },
  'an open listener that sets the page up': async (source, log) => {
    source.onopen = async () => {
      await levels(20);
      source.onmessage = ({ data }: MessageEvent) => log(data);
    };
    await ends(source);
  },
};

test.each(Object.keys(programs))('%s', async (name) => {
  const program = programs[name];
  const expected = (await nativeLog(numbered, program)) ?? (await ourLog(numbered, 1e6, program));
  if (name.startsWith('a counter')) expect(expected).toEqual([`${kEvents}`]);
  else expect(expected.length).toBeGreaterThanOrEqual(kEvents);
  for (const size of kSizes) {
    expect(await ourLog(numbered, size, program), `chunks of ${size}`).toEqual(expected);
  }
  expect(await ourServedLog(numbered, program), 'from a server').toEqual(expected);
});

// Random programs. Their choices depend on the event alone, so that both runs make the same.

const kTypes = ['message', 'a', 'b', 'c'];

function randomText(random: RandomStream): string {
  const count = 5 + random.below(60);
  return Array.from({ length: count }, (_, i) => {
    const type = random.oneOf(kTypes);
    return `${type === 'message' ? '' : `event: ${type}\n`}data: ${i}\n\n`;
  }).join('');
}

function randomProgram(seed: number): Program {
  return async (source, log) => {
    const random = (n: number) => new RandomStream(seed * 1009 + n);
    const node = typeof document === 'object' ? document.createTextNode('') : undefined;
    let mutations = () => {};
    if (node) {
      new MutationObserver(() => mutations()).observe(node, { characterData: true });
    }
    const once = new Map<string, EventListener>();

    const act = (event: MessageEvent, who: string): unknown => {
      const { type, data } = event;
      log(`${who} ${type} ${data}`);
      const dice = random(Number(data) * 7 + who.length);
      const tag = `${type} ${data}`;
      switch (dice.below(7)) {
        case 0:
          return (async () => {
            await levels(1 + dice.below(12));
            log(`awaited ${tag}`);
          })();
        case 1: {
          let promise: Promise<unknown> = Promise.resolve();
          for (let i = 1 + dice.below(8); i > 0; i--) promise = promise.then(() => {});
          return promise.then(() => log(`then ${tag}`));
        }
        case 2:
          void levels(3).then(() => log(`beside thenable ${tag}`));
          return { then: () => log(`nobody asks ${tag}`) };
        case 3: {
          if (!node) return Promise.resolve();
          mutations = () => {
            log(`mutation ${tag}`);
            void levels(4).then(() => log(`after mutation ${tag}`));
          };
          node.data = tag;
          return Promise.resolve();
        }
        case 4: {
          // For the type that has no listener of its own, after a while.
          void levels(dice.below(10)).then(() => toggle(tag));
          return Promise.resolve();
        }
        case 5:
          toggle(tag);
          return undefined;
        default:
          return levels(2)
            .then(() => levels(2))
            .then(() => log(`nested ${tag}`));
      }
    };
    const toggle = (tag: string) => {
      const listener = once.get('c');
      log(`${listener ? 'remove' : 'add'} ${tag}`);
      if (listener) {
        once.delete('c');
        source.removeEventListener('c', listener);
      } else {
        const added = (event: Event) => act(event as MessageEvent, 'late');
        once.set('c', added);
        source.addEventListener('c', added);
      }
    };
    for (const type of ['message', 'a']) {
      source.addEventListener(type, (event) => act(event as MessageEvent, 'own') as undefined);
    }
    source.addEventListener('b', ({ data }: MessageEvent) => log(`quiet ${data}`));
    await ends(source);
  };
}

const kSeeds = Array.from({ length: 40 }, (_, i) => i + 1);

test('random programs of asynchronous listeners log the same as with the native EventSource', async () => {
  for (const seed of kSeeds) {
    const random = new RandomStream(seed);
    const text = randomText(random);
    const program = randomProgram(seed);
    const expected = (await nativeLog(text, program)) ?? (await ourLog(text, 15, program));
    const size = random.oneOf([7, 12, 16, 33, 100, 1000, 10_000]);
    expect(await ourLog(text, size, program), `seed ${seed}, chunks of ${size}`).toEqual(expected);
    const cut = random.cut(new TextEncoder().encode(text)).filter(({ length }) => length > 0);
    const chunks = cut.map((bytes) => new TextDecoder().decode(bytes));
    expect(await ourCutLog(chunks, program), `seed ${seed}, any chunks`).toEqual(expected);
    expect(await ourServedLog(text, program), `seed ${seed}`).toEqual(expected);
  }
}, 60_000);

test('close() leaves no timer behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const source = EventSource.fromReadableStream(bodyOf({ chunks: ['data: 1\n\n'], then: 'hold' }));
  await new Promise((resolve) => {
    source.onmessage = resolve;
  });
  // That of the task before `open` goes when its message comes, which other messages may overtake.
  while (vi.getTimerCount() > 1) await nextTask();
  expect(vi.getTimerCount()).toBe(1); // notices the end of the event's turn
  source.close();
  expect(vi.getTimerCount()).toBe(0);
});

// What the module's memory grows to. It never shrinks, so every test has a module of its own.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Core } from '../../web/core/core.ts';
import { EventReader, Progress } from '../../web/parser/event-reader.ts';

const kMiB = 1024 * 1024;
const kChunk = 256 * 1024; // as large as ParserInput's pieces

/** What the docs of `maxEventSize` promise. */
const bound = (maxEventSize: number) => 5 * maxEventSize + 3 * kMiB;

async function load(): Promise<Core> {
  const folder = new URL('../../build/wasm/', import.meta.url);
  const wasm = await readFile(new URL('event-source-core.wasm', folder));
  const { default: createModule } = await import(new URL('event-source-core.js', folder).href);
  return new Core(
    await createModule({
      instantiateWasm(
        imports: WebAssembly.Imports,
        receive: (instance: WebAssembly.Instance) => void,
      ) {
        WebAssembly.instantiate(wasm, imports).then(({ instance }) => receive(instance));
        return {};
      },
    }),
  );
}

const encoder = new TextEncoder();
const chunks = new Map<string, Uint8Array>();

/** A chunk of nothing but this character. */
function filled(character: string): Uint8Array {
  const chunk = chunks.get(character) ?? encoder.encode(character.repeat(kChunk));
  chunks.set(character, chunk);
  return chunk;
}

const bytesOf = (core: Core) => core.bytes.buffer.byteLength;

class Source {
  readonly reader: EventReader<string>;
  readonly #core: Core;
  readonly #handle: number;
  /** The length of each event's type. */
  readonly types: number[] = [];

  constructor(core: Core, maxEventSize: number) {
    this.#core = core;
    this.#handle = core.functions.createSource(maxEventSize);
    expect(this.#handle).not.toBe(0);
    this.reader = new EventReader<string>(core, this.#handle, {
      onEvent: (type) => this.types.push(type.length),
      onRetry: () => {},
      onUnknownType: (name) => name,
    });
    this.reader.addType('message', 'message');
  }

  /** Sends a text, or `length` bytes of a character. Returns what delivery came to. */
  push(text: string, length = text.length): Progress {
    let progress = Progress.Done;
    for (let sent = 0; sent < length && progress === Progress.Done; ) {
      const size = Math.min(length - sent, kChunk);
      const bytes = text.length === 1 ? filled(text).subarray(0, size) : encoder.encode(text);
      this.reader.push(bytes);
      progress = this.reader.deliver();
      sent += size;
    }
    return progress;
  }

  close(): void {
    this.reader.stop();
    this.#core.functions.destroySource(this.#handle);
  }
}

test('64 events with type names of 31 MB each need the memory of one', async () => {
  const core = await load();
  const source = new Source(core, 32 * kMiB);
  source.reader.wantUnknownTypes();
  for (let i = 0; i < 64; i++) {
    // Each name is another one; every second comes behind the data.
    source.push(i % 2 === 0 ? 'event:' : 'data:1\nid:7\nevent:');
    source.push('t', 31_000_000 + i);
    expect(source.push('\ndata:1\n\n')).toBe(Progress.Done);
  }
  expect(source.types).toEqual(Array.from({ length: 64 }, (_, i) => 31_000_000 + i));
  expect(bytesOf(core)).toBeLessThanOrEqual(bound(32 * kMiB));
}, 120_000); // ms; it is 2 GB

test.each([1, 3, 7, 11, 22, 43, 64])(
  'a source with a maxEventSize of %i MiB stays within its bound, whatever comes',
  async (size) => {
    const core = await load();
    const maxEventSize = size * kMiB;
    const source = new Source(core, maxEventSize);
    const part = maxEventSize / 2 - 100;
    for (const [start, end] of [
      ['data:', '\n\n'],
      ['id:', '\ndata:1\n\n'],
      ['data:1\nid:', '\n\n'],
      ['data:1\nevent:', '\n\n'],
      [':', '\n'],
      ['unknown:', '\n'],
    ]) {
      for (const length of [part, 2 * part]) {
        source.push(start);
        source.push('x', length);
        expect(source.push(end)).toBe(Progress.Done);
      }
    }
    // The limit is met by parts: an id, a type, lines of data.
    source.push('data:');
    source.push('x', part);
    source.push('\nid:');
    source.push('x', part / 2);
    source.push('\nevent:');
    source.push('x', part / 4);
    for (let i = 0; i < 100; i++) source.push('\nid:1\nevent:1\ndata:1');
    expect(source.push('\n\n')).toBe(Progress.Done);
    source.push('data:');
    expect(source.push('x', maxEventSize)).toBe(Progress.TooLarge);
    expect(bytesOf(core)).toBeLessThanOrEqual(bound(maxEventSize));
  },
);

test('a refused line of 64 MiB leaves no more than its source may hold', async () => {
  for (const size of [1, 64]) {
    const core = await load();
    const source = new Source(core, size * kMiB);
    source.push('data:');
    expect(source.push('x', 64 * kMiB)).toBe(Progress.TooLarge);
    source.close();
    expect(bytesOf(core)).toBeLessThanOrEqual(bound(size * kMiB));
  }
});

test('a thousand sources, one after the other, use the memory of the first', async () => {
  const core = await load();
  let first = 0;
  for (let i = 0; i < 1000; i++) {
    const source = new Source(core, 8 * kMiB);
    source.push('data:');
    // Each with blocks of other sizes than the previous one.
    source.push('x', (1 + ((i * 37) % 64)) * 16 * 1024);
    if (i === 0) source.push('x', 6 * kMiB);
    source.close();
    if (i === 0) first = bytesOf(core);
  }
  expect(bytesOf(core)).toBe(first);
});

test('what a closed source took can be had by a thousand others, and by a large one again', async () => {
  const core = await load();
  const takeMuch = () => {
    const large = new Source(core, 128 * kMiB);
    large.push('data:');
    large.push('x', 100 * kMiB);
    large.close();
  };
  takeMuch();
  const before = bytesOf(core);
  const small: Source[] = [];
  for (let i = 0; i < 1000; i++) {
    const source = new Source(core, kMiB);
    source.reader.addType('e', 'e');
    source.push('id:1\nevent:e\ndata:\u00e4\n\ndata:');
    source.push('x', 20 * 1024);
    small.push(source);
  }
  expect(bytesOf(core)).toBe(before);
  for (const source of small) source.close();
  takeMuch();
  expect(bytesOf(core)).toBe(before);
});

test('types that are forgotten make room for others, of any length', async () => {
  const core = await load();
  const source = new Source(core, kMiB);
  source.push('data:1\n\n');
  for (let i = 0; i < 1000; i++) source.reader.addType('x'.repeat(i), 'kept');
  const before = bytesOf(core);
  for (let i = 0; i < 100_000; i++) {
    const name = `${'reply-to-request-'.repeat(i % 8)}${i}`;
    source.reader.addType(name, 'reply');
    source.reader.forgetType(name);
  }
  expect(bytesOf(core)).toBe(before);
});

test.each([1024, 1025, 100_000])(
  'an event whose name has %i bytes, listened to or not, is delivered under it',
  async (length) => {
    const core = await load();
    const source = new Source(core, kMiB);
    const name = 'n'.repeat(length);
    source.reader.addType(name, name);
    source.push(`event:${name}\ndata:1\n\n`);
    source.reader.forgetType(name);
    source.reader.addType(name, name);
    source.push(`event:${name}\ndata:1\n\n`);
    expect(source.types).toEqual([length, length]);
  },
);

test('names of more than 1,024 bytes are not kept in the module', async () => {
  const core = await load();
  const source = new Source(core, kMiB);
  const before = bytesOf(core);
  for (let i = 0; i < 64; i++) source.reader.addType(`${i}${'n'.repeat(kMiB)}`, 'long');
  expect(bytesOf(core)).toBeLessThanOrEqual(before + 2 * kMiB);
});

// What the module's memory grows to. It never shrinks, so every test has a module of its own.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ParserState } from '../../build/generated/parser-state.ts';
import { Core, type CoreModule } from '../../web/core/core.ts';

const kMiB = 1024 * 1024;
const kChunk = 256 * 1024; // as large as ParserInput's pieces

/** The module's own MiB, and what src/event_stream_parser.h promises of a parser. */
const bound = (maxEventSize: number) => 8 * maxEventSize + 4 * kChunk + 2 * kMiB;

async function load(): Promise<Core> {
  const folder = new URL('../../build/wasm/', import.meta.url);
  const wasm = await readFile(new URL('event-source-core.wasm', folder));
  const { default: createModule } = await import(new URL('event-source-core.js', folder).href);
  const module: CoreModule = await createModule({
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ) {
      WebAssembly.instantiate(wasm, imports).then(({ instance }) => receive(instance));
      return {};
    },
  });
  return new Core(module);
}

class Source {
  readonly handle: number;
  readonly #core: Core;
  readonly #state: number;

  constructor(core: Core, maxEventSize: number) {
    this.#core = core;
    this.handle = core.functions.createSource(maxEventSize);
    expect(this.handle).not.toBe(0);
    this.#state = core.functions.parserState(this.handle) >> 2;
  }

  /** Sends `length` bytes of `byte`, or a text. Returns false when the parser takes no more. */
  push(text: string, length = text.length): boolean {
    const { functions } = this.#core;
    for (let sent = 0; sent < length; ) {
      const size = Math.min(length - sent, kChunk);
      const address = functions.reserve(this.handle, size);
      if (address === 0) return false;
      if (text.length === 1) this.#core.bytes.fill(text.charCodeAt(0), address, address + size);
      else this.#core.bytes.set(new TextEncoder().encode(text), address);
      functions.parse(this.handle, size);
      while (this.#core.words[this.#state + ParserState.More]) {
        functions.parse(this.handle, 0);
      }
      if (this.#core.words[this.#state + ParserState.Failure]) return false;
      sent += size;
    }
    return true;
  }

  close(): void {
    this.#core.functions.destroySource(this.handle);
  }
}

const bytesOf = (core: Core) => core.bytes.length;

test('64 events whose type names are almost as large as maxEventSize need its multiple once', async () => {
  const core = await load();
  const source = new Source(core, 32 * kMiB);
  for (let i = 0; i < 64; i++) {
    expect(source.push(`event:${i}`)).toBe(true);
    expect(source.push('t', 31 * kMiB)).toBe(true);
    expect(source.push('\ndata:1\n\n')).toBe(true);
    expect(source.push('data:1\nid:7\nevent:')).toBe(true);
    expect(source.push('t', 15 * kMiB)).toBe(true);
    expect(source.push('\n\n')).toBe(true);
  }
  expect(bytesOf(core)).toBeLessThanOrEqual(bound(32 * kMiB));
});

test.each([1, 3, 5, 7, 11, 22, 43, 64, 86])(
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
        source.push(end);
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
    source.push('\n\n');
    source.push('data:');
    expect(source.push('x', maxEventSize)).toBe(false);
    expect(bytesOf(core)).toBeLessThanOrEqual(bound(maxEventSize));
  },
);

test('a thousand sources, one after the other, use the memory of the first', async () => {
  const core = await load();
  let first = 0;
  for (let i = 0; i < 1000; i++) {
    const source = new Source(core, 8 * kMiB);
    source.push('data:');
    // Each with blocks of other sizes than the one before.
    source.push('x', (1 + ((i * 37) % 64)) * 16 * 1024);
    if (i === 0) source.push('x', 6 * kMiB);
    source.close();
    if (i === 0) first = bytesOf(core);
  }
  expect(bytesOf(core)).toBe(first);
});

test('what a closed source took can be had by a thousand others', async () => {
  const core = await load();
  const large = new Source(core, 128 * kMiB);
  large.push('data:');
  large.push('x', 100 * kMiB);
  large.close();
  const before = bytesOf(core);
  const small: Source[] = [];
  for (let i = 0; i < 1000; i++) {
    const source = new Source(core, kMiB);
    source.push('id:1\nevent:e\ndata:\u00e4\n\ndata:');
    source.push('x', 20 * 1024);
    small.push(source);
  }
  for (const source of small) source.close();
  const again = new Source(core, 128 * kMiB);
  again.push('data:');
  again.push('x', 100 * kMiB);
  again.close();
  expect(bytesOf(core)).toBe(before);
});

test('types that are forgotten make room for others', async () => {
  const core = await load();
  const source = new Source(core, kMiB);
  const { functions } = core;
  const add = (name: string) => {
    const bytes = new TextEncoder().encode(name);
    const address = functions.allocate(bytes.length);
    core.bytes.set(bytes, address);
    const index = functions.internType(source.handle, address, bytes.length);
    functions.deallocate(address);
    return index;
  };
  source.push('data:1\n\n');
  const before = bytesOf(core);
  for (let i = 0; i < 200_000; i++) {
    const index = add(`reply-to-request-${i}`);
    functions.parse(source.handle, 0);
    functions.forgetType(source.handle, index);
  }
  expect(bytesOf(core)).toBe(before);
});

// The module is built twice, with the part of embind that it needs (bindings/slim_embind.cpp) and with
// all of it: an Emscripten whose embind is another one shows here, not on somebody's page.
import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Action, ConnectionState, Input } from '../../build/generated/connection.ts';
import { RecordMeta } from '../../build/generated/event-table.ts';
import { buildPreset } from '../../tools/cmake.mjs';
import { Core, type CoreFunctions } from '../../web/core/core.ts';
import { EventReader, Progress } from '../../web/parser/event-reader.ts';
import { RandomStream } from '../support/random-stream.ts';
import { type Observation, parseByTheStandard } from '../support/reference-parser.ts';

const kMiB = 1024 * 1024;
const kBuildTime = 180_000; // ms; all of embind is to be compiled, and minified, once

type Module = CoreFunctions & { wasmMemory: WebAssembly.Memory };

async function load(preset: string): Promise<Core> {
  const folder = new URL(`../../build/${preset}/`, import.meta.url);
  const wasm = await readFile(new URL('event-source-core.wasm', folder));
  const { default: createModule } = await import(new URL('event-source-core.js', folder).href);
  const module: Module = await createModule({
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

const functionsOf = (core: Core) =>
  Object.entries(core.functions)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)
    .sort();

beforeAll(() => buildPreset('wasm-whole-embind'), kBuildTime);

test('both builds have the same functions', async () => {
  const names = functionsOf(await load('wasm'));
  expect(names).toContain('parse');
  expect(names).toContain('respond');
  expect(functionsOf(await load('wasm-whole-embind'))).toEqual(expect.arrayContaining(names));
});

describe.each(['wasm', 'wasm-whole-embind'])('the module of the preset %s', (preset) => {
  let core: Core;
  const blocks: number[] = [];
  beforeAll(async () => {
    core = await load(preset);
  });
  afterEach(() => {
    for (const block of blocks.splice(0)) core.functions.deallocate(block);
  });

  const allocate = (bytes: number) => {
    const block = core.functions.allocate(bytes);
    if (block !== 0) blocks.push(block);
    return block;
  };

  test('reads random streams as the standard says', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = new RandomStream(seed);
      const handle = core.functions.createSource(kMiB, 1);
      const came: Observation[] = [];
      const reader = new EventReader<string>(core, handle, {
        onEvent: (event, data, lastEventId) => came.push({ event, data, lastEventId }),
        onRetry: (retry) => came.push({ retry }),
        onComment: (comment) => came.push({ comment }),
        onUnknownType: (name) => name,
      });
      reader.addType('message', 'message');
      core.functions.want(handle, RecordMeta.UnknownType);
      const stream = random.stream(100);
      for (const chunk of random.cut(stream)) {
        reader.push(chunk);
        expect(reader.deliver()).toBe(Progress.Done);
      }
      expect(came, `seed ${seed}`).toEqual(parseByTheStandard(stream, '').observations);
      core.functions.destroySource(handle);
    }
  });

  test('takes and returns fractions, signs and flags as they are', () => {
    const { functions } = core;
    const handle = functions.createSource(kMiB);
    expect(functions.state(handle)).toBe(ConnectionState.Idle);
    expect(functions.input(handle, Input.Start, 0, 0)).toBe(Action.Connect);
    functions.setReconnectionTime(handle, 1234.9);
    expect(functions.reconnectionTime(handle)).toBe(1234);
    functions.setRetryPolicy(handle, 1, 60_000, 1.5, 0.5, Number.POSITIVE_INFINITY, Number.NaN);
    expect(functions.input(handle, Input.NetworkError, 0.5, 0.999)).toBe(Action.Reestablish);
    expect(functions.input(handle, Input.TimerFired, 0, 0)).toBe(Action.Connect);
    expect(functions.input(handle, Input.NetworkError, 0.5, 0)).toBe(Action.Reestablish);
    expect(functions.delay(handle)).toBe(1851); // 1234 * 1.5
    functions.destroySource(handle);
  });

  test('grows to 2 GiB, then returns 0, and gives out again what comes back', () => {
    const { functions } = core;
    const size = 64 * kMiB;
    let last = 0;
    for (let block = allocate(size); block !== 0; block = allocate(size)) last = block;
    expect(core.bytes.buffer.byteLength).toBeGreaterThan(2048 * kMiB - 2 * size);
    expect(core.bytes.buffer.byteLength).toBeLessThanOrEqual(2048 * kMiB);
    expect(last).toBeGreaterThan(1024 * kMiB); // an address of 31 bits is not negative
    core.bytes[last + size - 1] = 1;
    functions.deallocate(last);
    blocks.pop();
    expect(allocate(size)).toBe(last);
  });

  test('an event that there is no memory for is not said to be too large', () => {
    const { functions } = core;
    const handle = functions.createSource(kMiB);
    const came: string[] = [];
    const reader = new EventReader<string>(core, handle, {
      onEvent: (_type, data, lastEventId) => came.push(`${data} ${lastEventId}`),
      onRetry: () => {},
    });
    reader.addType('message', 'message');
    const push = (text: string) => {
      reader.push(new TextEncoder().encode(text));
      return reader.deliver();
    };
    // An id that comes after data is copied.
    const id = 'i'.repeat(2000);
    const event = `data:b\nid:${id}\n\ndata:c\n\n`;
    expect(push(`data:a\n\n:${event.replaceAll('\n', ' ')}\n`)).toBe(Progress.Done);
    for (let size = 64 * kMiB; size >= 16; size /= 2) while (allocate(size) !== 0);
    expect(push(event)).toBe(Progress.NoMemory);
    expect(came).toEqual(['a ']);
    for (const block of blocks.splice(0)) functions.deallocate(block);
    reader.reset();
    expect(push(event)).toBe(Progress.Done);
    expect(came).toEqual(['a ', `b ${id}`, `c ${id}`]);
    functions.destroySource(handle);
  });

  test('a size that no memory has is no memory', () => {
    expect(allocate(1024 * kMiB + 1)).toBe(0);
    expect(allocate(2 ** 32 - 1)).toBe(0);
  });
});

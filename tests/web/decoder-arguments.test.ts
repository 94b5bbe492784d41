// What EventStreamDecoder takes, and how it says what is wrong.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import { EventStreamDecoder, EventStreamDecoderStream } from '../../web/decoder.ts';
import { EventSource } from '../../web/index.ts';
import { sharedBuffer } from '../support/shared-buffer.ts';
import { testWhere } from '../support/where.ts';

const event = new TextEncoder().encode('data: ä\n\n');

beforeAll(() => EventStreamDecoder.load());

describe('decode()', () => {
  const padded = new Uint8Array(event.length + 7);
  padded.set(event, 3);
  const { buffer } = padded;
  const even = new TextEncoder().encode('data: abcd\n\n').slice().buffer;

  test.each<[string, BufferSource, string]>([
    ['a Uint8Array', event, 'ä'],
    ['a part of a buffer', padded.subarray(3, 3 + event.length), 'ä'],
    ['an ArrayBuffer', event.slice().buffer, 'ä'],
    ['a DataView', new DataView(buffer, 3, event.length), 'ä'],
    ['an Int8Array', new Int8Array(buffer, 3, event.length), 'ä'],
    ['a Uint16Array', new Uint16Array(even), 'abcd'],
  ])('takes %s', (_, chunk, data) => {
    expect(new EventStreamDecoder().decode(chunk)).toEqual([
      { type: 'message', data, lastEventId: '' },
    ]);
  });

  const long = 'long enough to be decoded where it stands, '.repeat(3);
  const shared = [
    ['ä', sharedBuffer(event)],
    [long, sharedBuffer(new TextEncoder().encode(`data: ${long}\n\n`))],
  ] as const;
  testWhere(shared[0][1], 'the engine has no WebAssembly to get one from')(
    'takes a SharedArrayBuffer',
    () => {
      for (const [data, buffer] of shared) {
        for (const chunk of [buffer, new Uint8Array(buffer!), new DataView(buffer!)]) {
          const [message] = new EventStreamDecoder().decode(chunk as ArrayBufferLike);
          expect(message.data).toBe(data);
        }
      }
    },
  );

  test.each<[unknown, string]>([
    ['text', 'a string'],
    [Number.NaN, 'NaN'],
    [7, '7'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ byteLength: 9 }, 'an object'],
    [[100, 97], 'an array'],
    [new Blob(['data: 1\n\n']), 'an object'],
    [() => {}, 'a function'],
  ])('throws a TypeError for %s', (chunk, name) => {
    const decoder = new EventStreamDecoder();
    let error: unknown;
    try {
      decoder.decode(chunk as BufferSource);
    } catch (exception) {
      error = exception;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toBe(
      `The chunk to decode must be an ArrayBuffer or a view of one (got ${name})`,
    );
    expect(decoder.decode(event)).toHaveLength(1);
  });
});

describe('after an event that is too large', () => {
  test.each([1000, 1_000_000])(
    'every chunk is refused, however small, until reset(): %d bytes',
    (size) => {
      const decoder = new EventStreamDecoder({ maxEventSize: 100 });
      const refused = expect.objectContaining({
        name: 'RangeError',
        message: expect.stringMatching(/maxEventSize.*reset\(\)/),
      });
      const large = new TextEncoder().encode(`data: ${'x'.repeat(size)}\n\n`);
      expect(() => decoder.decode(large)).toThrow(refused);
      for (const chunk of [new Uint8Array(), event, event.subarray(0, 1)]) {
        expect(() => decoder.decode(chunk)).toThrow(refused);
      }
      decoder.reset();
      expect(decoder.decode(event)).toHaveLength(1);
    },
  );
});

test('an event for which there is no memory is not said to be too large', async () => {
  const { functions } = await loadCore();
  const { reserve } = functions;
  const decoder = new EventStreamDecoder();
  const refused = expect.objectContaining({
    name: 'RangeError',
    message: expect.stringMatching(/no memory/),
  });
  const large = new TextEncoder().encode(`data: ${'x'.repeat(100_000)}\n\n`);
  functions.reserve = () => 0;
  try {
    expect(() => decoder.decode(large)).toThrow(refused);
    expect(() => decoder.decode(event)).toThrow(refused);
  } finally {
    functions.reserve = reserve;
  }
  decoder.reset();
  expect(decoder.decode(large)).toHaveLength(1);
});

describe('wrong options', () => {
  const kInit: [string, unknown, RegExp][] = [
    ['maxEventSize', 0, /from 1 to 1073741823/],
    ['maxEventSize', 2 ** 30, /from 1 to 1073741823/],
    ['maxEventSize', '9', /a number of bytes/],
    ['maxEventSize', Number.NaN, /a number of bytes/],
    ['maxEventSize', null, /a number of bytes/],
    ['lastEventId', 7, /a string/],
    ['lastEventId', 'a\nb', /without NUL, CR and LF/],
    ['onMessage', 'f', /a function/],
    ['onRetry', {}, /a function/],
    ['onComment', null, /a function/],
  ];
  for (const Constructor of [EventStreamDecoder, EventStreamDecoderStream]) {
    test.each(kInit)(`of ${Constructor.name} are named: %s: %j`, (name, value, allowed) => {
      let error: unknown;
      try {
        new Constructor({ [name]: value });
      } catch (exception) {
        error = exception;
      }
      expect(error).toBeInstanceOf(TypeError);
      const { message } = error as TypeError;
      expect(message).toContain(`Failed to construct '${Constructor.name}': ${name} must be`);
      expect(message).toMatch(allowed);
    });

    test(`of ${Constructor.name} may be an object only`, () => {
      for (const init of [7, 'x', true]) {
        expect(() => new Constructor(init as never)).toThrow(/must be an object/);
      }
      for (const init of [undefined, null, {}]) new Constructor(init as never);
    });
  }

  test('are the same for maxEventSize and lastEventId as those of EventSource', () => {
    for (const [name, value] of kInit.slice(0, 7)) {
      const messageOf = (construct: () => unknown) => {
        try {
          construct();
        } catch (error) {
          return (error as Error).message.replace(/'\w+'/, '');
        }
        return undefined;
      };
      const init = { [name]: value };
      expect(messageOf(() => new EventStreamDecoder(init))).toBe(
        messageOf(() => new EventSource('http://127.0.0.1:9/', init)),
      );
    }
  });
});

testWhere(Symbol.dispose, 'the engine has no Symbol.dispose')(
  'a decoder can be declared with `using`',
  () => {
    const decoder = new EventStreamDecoder();
    decoder[Symbol.dispose]();
    expect(() => decoder.decode(event)).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    );
    expect(Object.keys(EventStreamDecoder.prototype)).toEqual([]);
  },
);

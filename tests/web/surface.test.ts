// The interface as Web IDL has it, https://webidl.spec.whatwg.org/#js-interfaces; for each member what
// the engine's own EventSource shows is what ours shows, where there is one.
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventSource, EventStreamDecoder, EventStreamDecoderStream } from '../../web/index.ts';
import { describeWhere } from '../support/where.ts';

const native = globalThis.EventSource as typeof EventSource | undefined;

function idle(): EventSource {
  const source = new EventSource('http://127.0.0.1:9/', {
    fetch: () => new Promise<Response>(() => {}),
  });
  onTestFinished(() => source.close());
  return source;
}

/** A property's attributes, in words. */
function attributes(object: object, name: PropertyKey): Record<string, unknown> | undefined {
  const property = Object.getOwnPropertyDescriptor(object, name);
  if (property === undefined) return undefined;
  const { value, get, set, ...rest } = property;
  return {
    ...rest,
    ...(typeof value === 'function'
      ? { operation: value.name, length: value.length }
      : get
        ? { get: get.name, set: set?.name }
        : { value }),
  };
}

describe('the class', () => {
  test('cannot be called without new', () => {
    expect(() => (EventSource as unknown as (url: string) => void)('http://127.0.0.1:9/')).toThrow(
      TypeError,
    );
  });

  test('has name, length and a prototype that cannot be replaced', () => {
    expect(EventSource.name).toBe('EventSource');
    expect(EventSource).toHaveLength(1);
    expect(attributes(EventSource, 'name')).toMatchObject({ writable: false, enumerable: false });
    expect(attributes(EventSource, 'prototype')).toMatchObject({
      writable: false,
      enumerable: false,
      configurable: false,
    });
  });

  test('inherits from EventTarget, with nothing between', () => {
    expect(Object.getPrototypeOf(EventSource)).toBe(EventTarget);
    expect(Object.getPrototypeOf(EventSource.prototype)).toBe(EventTarget.prototype);
    expect(EventSource.prototype.constructor).toBe(EventSource);
    expect(idle()).toBeInstanceOf(EventTarget);
  });

  test('can be extended', () => {
    class Mine extends EventSource {}
    const source = new Mine('http://127.0.0.1:9/', { fetch: () => new Promise(() => {}) });
    onTestFinished(() => source.close());
    expect(source).toBeInstanceOf(Mine);
    expect(source).toBeInstanceOf(EventSource);
    expect(source.readyState).toBe(0);
  });

  test('names the instances of the decoders, too, lest libraries take them for plain objects', async () => {
    await EventStreamDecoder.load();
    const named = [new EventStreamDecoder(), new EventStreamDecoderStream()];
    expect(named.map((one) => Object.prototype.toString.call(one))).toEqual([
      '[object EventStreamDecoder]',
      '[object EventStreamDecoderStream]',
    ]);
  });

  test('names its instances', () => {
    expect(Object.prototype.toString.call(idle())).toBe('[object EventSource]');
    expect(attributes(EventSource.prototype, Symbol.toStringTag)).toEqual({
      value: 'EventSource',
      writable: false,
      enumerable: false,
      configurable: true,
    });
  });
});

describe.each([
  ['CONNECTING', 0],
  ['OPEN', 1],
  ['CLOSED', 2],
] as const)('the constant %s', (name, value) => {
  test.each([
    ['class', EventSource],
    ['prototype', EventSource.prototype],
  ])('stands on the %s and cannot be changed', (_, object) => {
    expect(attributes(object, name)).toEqual({
      value,
      writable: false,
      enumerable: true,
      configurable: false,
    });
  });
});

describe.each(['url', 'withCredentials', 'readyState', 'lastEventId', 'reconnectionTime'] as const)(
  'the attribute %s',
  (name) => {
    test('is an accessor of the prototype that can be enumerated', () => {
      expect(attributes(EventSource.prototype, name)).toEqual({
        get: `get ${name}`,
        set: undefined,
        enumerable: true,
        configurable: true,
      });
    });

    test('throws for anything but an EventSource', () => {
      const { get } = Object.getOwnPropertyDescriptor(EventSource.prototype, name)!;
      expect(() => get!.call({})).toThrow(TypeError);
      expect(() => get!.call(EventSource.prototype)).toThrow(TypeError);
    });

    test('cannot be written to', () => {
      const source = idle() as unknown as Record<string, unknown>;
      const before = source[name];
      expect(Reflect.set(source, name, 'other')).toBe(false);
      expect(source[name]).toBe(before);
    });
  },
);

describe.each(['onopen', 'onmessage', 'onerror'] as const)('the event handler %s', (name) => {
  test('is an accessor of the prototype that can be enumerated', () => {
    expect(attributes(EventSource.prototype, name)).toEqual({
      get: `get ${name}`,
      set: `set ${name}`,
      enumerable: true,
      configurable: true,
    });
  });

  test('is null at first, keeps functions and objects, and takes the rest for null', () => {
    const source = idle();
    const handlers = source as unknown as Record<string, unknown>;
    expect(handlers[name]).toBeNull();
    for (const kept of [() => {}, {}]) {
      handlers[name] = kept;
      expect(handlers[name]).toBe(kept);
    }
    for (const ignored of [1, 'a', undefined, null, Symbol('x')]) {
      handlers[name] = () => {};
      handlers[name] = ignored;
      expect(handlers[name]).toBeNull();
    }
  });
});

describe.each([
  ['close', 0],
  ['reset', 0],
  ['reconnect', 0],
] as const)('the operation %s', (name, length) => {
  test('is a property of the prototype that can be enumerated and replaced', () => {
    expect(attributes(EventSource.prototype, name)).toEqual({
      operation: name,
      length,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  test('throws for anything but an EventSource', () => {
    expect(() => EventSource.prototype[name].call({} as EventSource)).toThrow(TypeError);
  });
});

test('the static operation fromReadableStream can be enumerated and replaced', () => {
  expect(attributes(EventSource, 'fromReadableStream')).toEqual({
    operation: 'fromReadableStream',
    length: 1,
    writable: true,
    enumerable: true,
    configurable: true,
  });
});

test('an instance has no properties of its own but those of any EventTarget', () => {
  expect(Reflect.ownKeys(idle())).toEqual(Reflect.ownKeys(new EventTarget()));
});

describeWhere(native, 'Node has none')('beside the engine’s own EventSource', () => {
  test.each(Object.getOwnPropertyNames(native?.prototype ?? {}))(
    'prototype.%s looks the same',
    (name) => {
      expect(attributes(EventSource.prototype, name)).toEqual(
        name === 'constructor'
          ? { ...attributes(native!.prototype, name) }
          : attributes(native!.prototype, name),
      );
    },
  );

  test.each(Object.getOwnPropertyNames(native ?? {}).filter((name) => name !== 'prototype'))(
    'the class’s %s looks the same',
    (name) => {
      expect(attributes(EventSource, name)).toEqual(attributes(native!, name));
    },
  );

  test('for … in finds every name that it finds there', () => {
    const names = (object: object) => {
      const found = [];
      for (const name in object) found.push(name);
      return found;
    };
    expect(names(EventSource.prototype)).toEqual(expect.arrayContaining(names(native!.prototype)));
  });
});

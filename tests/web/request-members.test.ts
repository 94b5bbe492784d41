// [beyond the standard] The option `request`, whose members fetch is handed as they are.
import { describe, expect, test } from 'vitest';
import { EventSource, type EventSourceInit, type RequestMembers } from '../../web/index.ts';
import { ended, kUrl, openScripted } from '../support/scripted-requests.ts';
import { open, openUrl } from '../support/sources.ts';
import { eventStream, hold } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

const isBrowser = typeof document === 'object';

function thrownBy(init: Record<string, unknown>): Error {
  try {
    new EventSource(kUrl, init as EventSourceInit).close();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('the members of request', () => {
  test('go out with every request, those that nobody knows here, too', async () => {
    const request = {
      priority: 'high',
      referrer: '',
      targetAddressSpace: 'local',
      x: [1],
    } as const;
    const { requested } = openScripted({ request }, [ended()]);
    for (const [, init] of await requested(2)) expect(init).toMatchObject(request);
  });

  test('leave what the package sets as it is', async () => {
    const plain = (await openScripted({}).requested(1))[0][1];
    const [[, init]] = await openScripted({
      request: { priority: 'low', method: undefined },
    }).requested(1);
    const { signal, priority, ...rest } = init;
    expect(priority).toBe('low');
    expect(signal).toBeInstanceOf(AbortSignal);
    expect({ ...rest, signal: null }).toEqual({ ...plain, signal: null });
  });

  test.each([
    ['body', 'b', 'use the option body'],
    ['cache', 'reload', "it is 'no-store'"],
    ['credentials', 'include', 'use the option credentials'],
    ['duplex', 'half', 'the body decides it'],
    ['headers', {}, 'use the option headers'],
    ['method', 'POST', 'use the option method'],
    ['mode', 'no-cors', "it is 'cors'"],
    ['redirect', 'error', 'use the option redirect'],
    ['signal', null, 'use the option signal'],
  ])('may not be %s, and the error says what to use instead', (name, value, instead) => {
    for (const hidden of [
      { [name]: value },
      Object.create({ [name]: value }),
      new Proxy({ [name]: value }, {}),
    ]) {
      expect(thrownBy({ request: hidden })).toEqual(
        new TypeError(
          `Failed to construct 'EventSource': request.${name} cannot be set: ${instead}`,
        ),
      );
    }
  });

  test('are no Request', () => {
    expect(thrownBy({ request: new Request('http://127.0.0.1/') })).toBeInstanceOf(TypeError);
  });

  test.each([1, 'high', true, null, () => {}])('may not be %o', (request) => {
    const { message } = thrownBy({ request });
    expect(message).toContain('request must be an object');
  });

  test('are read once, by the constructor; a getter that tells another story later does not count', async () => {
    let reads = 0;
    const request = {
      get priority() {
        return ++reads === 1 ? 'low' : 'wrong';
      },
      get method() {
        return reads === 0 ? undefined : 'POST';
      },
    };
    // In this order, else the method would be refused.
    const members = new Proxy(request, { ownKeys: () => ['method', 'priority'] });
    const { requested } = openScripted({ request: members as RequestMembers }, [ended()]);
    expect(reads).toBe(1);
    for (const [, init] of await requested(2)) {
      expect(init).toMatchObject({ priority: 'low', method: 'GET' });
    }
    expect(reads).toBe(1);
  });

  test('a getter that throws has the constructor throw the same', () => {
    const error = new Error('mine');
    const request = {
      get priority() {
        throw error;
      },
    };
    expect(thrownBy({ request })).toBe(error);
  });

  test('named __proto__ or toString are members as any other', async () => {
    const request = JSON.parse('{"__proto__": {"method": "POST"}, "toString": 1}');
    const [[, init]] = await openScripted({ request }).requested(1);
    expect(init.method).toBe('GET');
    expect(Object.keys(init)).toEqual(expect.arrayContaining(['__proto__', 'toString']));
  });

  test('that fetch does not accept are refused by their name, and not quoted', () => {
    const { message } = thrownBy({ request: { referrer: 'http://[1:2/?S3CRET' } });
    expect(message).toBe(
      "Failed to construct 'EventSource': request.referrer is not what fetch accepts (got a string)",
    );
  });

  test('that the platform’s fetch would not accept, a fetch of the caller’s may', async () => {
    const request = { referrer: 'http://ho st/', window: 1 } as unknown as RequestMembers;
    const [[, init]] = await openScripted({ request }).requested(1);
    expect(init).toMatchObject(request);
  });
});

testWhere(isBrowser, 'the fetch of Node sends no referrer')(
  'the platform’s fetch does what they say',
  async () => {
    const { events, scenario } = await open([eventStream(': hello\n\n', hold)], {
      request: { referrerPolicy: 'no-referrer', priority: 'low', keepalive: false },
    });
    await events.next('open');
    expect((await scenario.log()).requests[0].headers.referer).toBeUndefined();
    // Without them there is one.
    const other = openUrl(scenario.url);
    await other.events.next('error');
    expect((await scenario.log({ requests: 2 })).requests[1].headers.referer).toBeDefined();
  },
);

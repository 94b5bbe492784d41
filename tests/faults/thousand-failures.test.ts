// One EventSource against a server that fails a thousand times, in all the ways that a server can. The
// order of failures is fixed. How long the delays are is tested by a counted clock, in tests/core/.
import { expect, onTestFinished, test } from 'vitest';
import { type ConnectionErrorEvent, EventSource, type FailureKind } from '../../web/index.ts';
import { type Fault, startFaultServer } from './fault-server.ts';

const kFailures = 1000;
const kEvents = 2000;
const kMinDelay = 20; // ms, src/retry_policy.h
const kEarly = 2; // ms that a timer may be early, and a request that came late makes the next look so

const kinds: Record<Fault, [FailureKind, status?: number]> = {
  refused: ['network'],
  silent: ['timeout'],
  unavailable: ['http', 503],
  unauthorised: ['http', 401],
  'wrong type': ['content-type', 200],
  ended: ['end'],
  cut: ['network'],
  stalled: ['timeout'],
};

/** The same mixture in the same order each time; silent ones, which take their time, are the fewest. */
function mixture(count: number): Fault[] {
  const quick: Fault[] = ['refused', 'unavailable', 'unauthorised', 'wrong type', 'ended', 'cut'];
  const faults: Fault[] = [];
  let random = 1;
  while (faults.length < count) {
    random = (random * 48271) % 0x7fffffff;
    const fault =
      random % 16 === 0 ? (random % 32 ? 'stalled' : 'silent') : quick[(random >> 4) % 6];
    // A second 401 in a row closes, by design.
    if (fault !== 'unauthorised' || faults.at(-1) !== fault) faults.push(fault);
  }
  return faults;
}

test('of 1,000 failures none loses an event, or brings one twice', {
  timeout: 240_000,
}, async () => {
  const faults = mixture(kFailures);
  expect(new Set(faults).size).toBe(Object.keys(kinds).length);
  const server = await startFaultServer(faults, kEvents);
  onTestFinished(() => server.close());

  const tokens = new Set<string>();
  const source = new EventSource(server.url, {
    headers: ({ attempt }) => {
      tokens.add(`Bearer ${attempt}`);
      return { authorization: `Bearer ${attempt}` };
    },
    retryInterval: 0,
    retry: { maxInterval: kMinDelay, on: [200, 401, 503] },
    connectTimeout: 250,
    idleTimeout: 250,
  });
  onTestFinished(() => source.close());

  const failures: ConnectionErrorEvent[] = [];
  source.addEventListener('error', (event) => failures.push(event));
  const ids: number[] = [];
  await new Promise<void>((resolve) => {
    source.addEventListener('message', ({ data, lastEventId }) => {
      expect(data).toBe(`event ${lastEventId}`);
      ids.push(Number(lastEventId));
      if (ids.length >= kEvents) resolve();
    });
  });

  expect(ids).toEqual(Array.from({ length: kEvents }, (_, i) => i + 1));
  expect(failures.map(({ kind, status }) => [kind, status])).toEqual(
    faults.map((fault) => [kinds[fault][0], kinds[fault][1]]),
  );
  expect(failures.every(({ willRetry }) => willRetry)).toBe(true);
  expect(failures.map(({ attempt }) => attempt)).toEqual(faults.map((_, i) => i + 1));

  // Each failure was followed by one request, no sooner than its delay.
  expect(server.arrivals).toHaveLength(kFailures + 1);
  expect(tokens.size).toBe(kFailures + 1);
  const delays = failures.map(({ delay }) => delay as number);
  expect(Math.min(...delays)).toBe(kMinDelay);
  expect(Math.max(...delays)).toBe(1000); // where Retry-After asked for it
  const took = (server.arrivals.at(-1) as number) - server.arrivals[0];
  expect(took).toBeGreaterThan(delays.reduce((sum, delay) => sum + delay - kEarly, 0));
  expect(source.stats).toMatchObject({ failures: kFailures, events: kEvents });
});

// Sources whose streams interleave, and whose listeners add and remove listeners, close, reset,
// reconnect, make other sources and have the module's memory grow, at random, against a literal reading of
// the standard: every event comes once, in order and with its id, whatever the cut.
//
// FUZZ_SECONDS says how long, FUZZ_SEED replays the one seed that a failure names.
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EventSource, EventStreamDecoder } from '../../web/index.ts';
import { RandomStream, randomTypes } from '../support/random-stream.ts';
import { parseByTheStandard } from '../support/reference-parser.ts';

const kSeconds = Number(process.env.FUZZ_SECONDS ?? 60);
const kSeed = process.env.FUZZ_SEED;
const kMostSources = 6; // of a seed
const kSeedsAtOnce = 16;
const kUrl = 'http://127.0.0.1:9/';
const headers = { 'content-type': 'text/event-stream' };

type Bytes = Uint8Array<ArrayBuffer>;

/** One connection: streams one after the other in one body, with a reset() between them. */
interface PlannedConnection {
  parts: { stream: Bytes; chunks: Bytes[] }[];
  breaksOff: boolean;
}

type Reaction =
  | { do: 'add' | 'remove'; type: string }
  | { do: 'close' | 'reconnect' | 'make' | 'reset' | 'grow' | 'nothing' };

const kMebi = 1024 * 1024; // bytes
const kMostGrowth = 300; // MiB
const growth = { decoders: [] as EventStreamDecoder[], since: performance.now() };

/** Takes memory for good: little by little, so that it grows as long as the fuzz lasts. */
function grow(): void {
  const share = (performance.now() - growth.since) / (kSeconds * 1000);
  if (growth.decoders.length > Math.min(share, 1) * kMostGrowth) return;
  const decoder = new EventStreamDecoder();
  decoder.decode(new Uint8Array(kMebi).fill(0x64 /* d */));
  decoder.decode(new TextEncoder().encode(`\ndata:${'x'.repeat(kMebi)}`));
  growth.decoders.push(decoder);
}

/** What a source does, known in advance. */
class Plan {
  readonly isIterated: boolean;
  /** What is complete is not for reset() to discard, and in these streams no chunk has anything else. */
  readonly mayReset: boolean;
  readonly types: string[];
  readonly connections: PlannedConnection[];
  readonly #activity: number; // events that pass without a reaction, about
  readonly #seed: number;

  constructor(seed: number) {
    const random = new RandomStream(seed);
    this.#seed = seed;
    this.isIterated = random.below(5) === 0;
    this.types = randomTypes.filter(() => random.below(2) === 0);
    this.#activity = random.oneOf([3, 30, 100_000]);
    this.mayReset = random.below(3) === 0;
    this.connections = Array.from({ length: 1 + random.below(4) }, () => ({
      parts: Array.from({ length: 1 + (random.below(4) === 0 ? random.below(3) : 0) }, () => {
        const stream = random.stream(random.below(40));
        const part = this.mayReset
          ? random.cutBetweenBlocks(stream)
          : { stream, chunks: random.cut(stream) };
        return { ...part, chunks: part.chunks.filter((chunk) => chunk.length > 0) };
      }),
      breaksOff: random.below(3) === 0,
    }));
  }

  /** To the n-th event that was delivered; whether by a promise that the listener returns. */
  reaction(n: number): { reaction: Reaction; levels: number } {
    const random = new RandomStream(this.#seed * 31 + n);
    const levels = random.below(3) === 0 ? 1 + random.below(8) : 0;
    if (random.below(this.#activity) !== 0) return { reaction: { do: 'nothing' }, levels: 0 };
    const dice = random.below(14);
    const type = random.oneOf(randomTypes);
    if (dice === 0) return { reaction: { do: 'close' }, levels };
    // A loop holds events that came before: what it missed would depend on the cut.
    if (dice === 1 && !this.isIterated) return { reaction: { do: 'reconnect' }, levels };
    if (dice === 2) return { reaction: { do: 'make' }, levels };
    if (dice === 3) return { reaction: { do: 'nothing' }, levels };
    if (dice >= 12) return { reaction: { do: this.mayReset ? 'reset' : 'grow' }, levels };
    return { reaction: { do: dice < 9 ? 'add' : 'remove', type }, levels };
  }
}

interface Outcome {
  events: unknown[];
  /** The last event ID that each request had. */
  ids: string[];
  lastEventId: string;
}

/** What has to happen. */
function expectedOutcome(plan: Plan): Outcome {
  const types = new Set(plan.types);
  const outcome: Outcome = { events: [], ids: [], lastEventId: '' };
  for (const { parts } of plan.connections) {
    outcome.ids.push(outcome.lastEventId);
    if (!deliverParts(parts, plan, types, outcome)) break;
  }
  return outcome;
}

/** Returns false when the source has been closed. */
function deliverParts(
  parts: PlannedConnection['parts'],
  plan: Plan,
  types: Set<string>,
  outcome: Outcome,
): boolean {
  for (const { stream } of parts) {
    const { observations, lastEventId } = parseByTheStandard(stream, outcome.lastEventId);
    for (const observation of observations) {
      if (!('event' in observation)) continue;
      if (!plan.isIterated && !types.has(observation.event)) continue;
      const { reaction } = plan.reaction(outcome.events.push(observation));
      if (reaction.do === 'add') types.add(reaction.type);
      if (reaction.do === 'remove') types.delete(reaction.type);
      if (reaction.do !== 'close' && reaction.do !== 'reconnect') continue;
      outcome.lastEventId = observation.lastEventId;
      return reaction.do === 'reconnect';
    }
    outcome.lastEventId = lastEventId;
  }
  return true;
}

/** Brings the chunks in its own time, and waits for the source before each reset(). */
function bodyOf(
  { parts, breaksOff }: PlannedConnection,
  random: RandomStream,
  isDelivered: (bytes: number) => Promise<void>,
  reset: () => void,
): ReadableStream<Uint8Array> {
  let part = 0;
  let chunk = 0;
  let bytes = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    if (random.below(3) === 0) await undefined;
    else if (random.below(6) === 0) await new Promise((resolve) => setImmediate(resolve));
    if (chunk < parts[part].chunks.length) {
      const next = parts[part].chunks[chunk++];
      bytes += next.length;
      controller.enqueue(next.slice());
    } else if (part + 1 < parts.length) {
      await isDelivered(bytes);
      reset();
      part++;
      chunk = 0;
      await pull(controller);
    } else if (breaksOff) controller.error(new Error('gone'));
    else controller.close();
  };
  // Nothing is queued that an error would throw away.
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

/** A source that is being played: its bytes so far, and what comes of it. */
interface Playing {
  plan: Plan;
  bytes(): number;
  outcome: Promise<Outcome>;
}

/** What does happen. */
function play(plan: Plan, seed: number, make: () => void): Playing {
  const random = new RandomStream(seed ^ 0x5bd1e995);
  const outcome: Outcome = { events: [], ids: [], lastEventId: '' };
  let requests = 0;
  const source = new EventSource(kUrl, {
    headers({ lastEventId }) {
      outcome.ids.push(lastEventId);
      return {};
    },
    async fetch() {
      const connection = plan.connections[requests++];
      const before = source.stats.bytes;
      const isDelivered = async (bytes: number) => {
        while (source.readyState === 1 && source.stats.bytes - before < bytes) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const body = bodyOf(connection, random, isDelivered, () => {
        if (plan.connections[requests - 1] === connection) source.reset();
      });
      return new Response(body, { headers });
    },
  });
  const react = (reaction: Reaction): void => {
    // Beside a loop, which is given all events, listeners come and go that do nothing.
    const added = plan.isIterated ? () => {} : listener;
    if (reaction.do === 'add') source.addEventListener(reaction.type, added);
    else if (reaction.do === 'remove') source.removeEventListener(reaction.type, added);
    else if (reaction.do === 'close') close();
    else if (reaction.do === 'reconnect') goOn();
    else if (reaction.do === 'make') make();
    else if (reaction.do === 'reset') source.reset();
    else if (reaction.do === 'grow') grow();
  };
  const reactLater = async (reaction: Reaction, levels: number) => {
    for (let level = 0; level < levels; level++) await undefined;
    react(reaction);
  };
  const listener = ({ type, data, lastEventId }: MessageEvent): unknown => {
    const { reaction, levels } = plan.reaction(
      outcome.events.push({ event: type, data, lastEventId }),
    );
    if (levels > 0) return reactLater(reaction, levels);
    react(reaction);
    return undefined;
  };
  const goOn = (): void => {
    if (requests < plan.connections.length) source.reconnect();
    else close();
  };
  let close = () => source.close();
  const isOver = new Promise<void>((resolve) => {
    close = () => {
      source.close();
      resolve();
    };
  });
  source.onerror = goOn;
  if (plan.isIterated) {
    void (async () => {
      for await (const event of source) await listener(event);
    })();
  } else {
    for (const type of plan.types) source.addEventListener(type, listener as EventListener);
  }
  const ending = isOver.then(async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
    return { ...outcome, lastEventId: source.lastEventId };
  });
  return { plan, bytes: () => source.stats.bytes, outcome: ending };
}

/** Rejects when nothing more comes: a long stream in chunks of a byte takes its time, and others too. */
async function outcomeOf({ bytes, outcome }: Playing, what: string): Promise<Outcome> {
  for (let before = -1; before !== bytes(); ) {
    before = bytes();
    const came = await Promise.race([outcome, setTimeoutAsync(20_000, undefined, { ref: false })]);
    if (came) return came;
  }
  throw new Error(`${what}: no end after ${bytes()} bytes`);
}

async function run(seed: number): Promise<number> {
  const playing: (Playing | undefined)[] = [];
  const make = () => {
    if (playing.length >= kMostSources) return;
    const own = seed * 101 + playing.length;
    const plan = new Plan(own);
    const place = playing.push(undefined) - 1; // it may make others at once
    playing[place] = play(plan, own, make);
  };
  for (let count = 1 + new RandomStream(seed).below(3); count > 0; count--) make();
  let events = 0;
  for (let i = 0; i < playing.length; i++) {
    const source = playing[i] as Playing;
    const { plan } = source;
    const came = await outcomeOf(source, `FUZZ_SEED=${seed}, source ${i}`);
    const expected = expectedOutcome(plan);
    // Events that a loop had not taken yet count for the last event ID.
    if (plan.isIterated) expected.lastEventId = came.lastEventId;
    expect(came, `FUZZ_SEED=${seed}, source ${i}`).toEqual(expected);
    events += came.events.length;
  }
  return events;
}

test('every event comes once, in order and with its id, whatever listeners do', {
  timeout: kSeconds * 1000 + 30_000,
}, async () => {
  await EventStreamDecoder.load();
  if (kSeed !== undefined) {
    await run(Number(kSeed));
    return;
  }
  const first = Math.floor(Date.now() / 1000) % 1_000_000_000;
  const end = performance.now() + kSeconds * 1000;
  let seed = first;
  let events = 0;
  const runSome = async () => {
    while (performance.now() < end) {
      const count = await run(seed++);
      events += count;
    }
  };
  await Promise.all(Array.from({ length: kSeedsAtOnce }, runSome));
  for (const decoder of growth.decoders) decoder.close();
  console.log(
    `seeds ${first} to ${seed - 1}: ${events} events, ${growth.decoders.length} MiB taken`,
  );
});

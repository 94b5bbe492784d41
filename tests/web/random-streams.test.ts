// What the parser and its JavaScript side make of random streams, cut at random, against a literal
// reading of the standard. A failure names its seed.

import { expect, test } from 'vitest';
import { RecordMeta } from '../../build/generated/event-table.ts';
import { loadCore } from '../../web/core/load-core.ts';
import { EventStreamDecoder } from '../../web/event-stream-decoder.ts';
import { EventSource } from '../../web/index.ts';
import { EventReader, Progress } from '../../web/parser/event-reader.ts';
import { RandomStream, randomTypes } from '../support/random-stream.ts';
import { type Observation, parseByTheStandard } from '../support/reference-parser.ts';

const seeds = Array.from({ length: 400 }, (_, i) => i + 1);
const maxEventSize = 1 << 28;

function deliverAll(reader: EventReader<string>, chunks: Uint8Array[]): void {
  for (const chunk of chunks) {
    reader.push(chunk);
    const progress = reader.deliver();
    if (progress !== Progress.Done) throw new Error(`not done but ${progress}`);
  }
}

type Kind = 'event' | 'retry' | 'comment';
const only = (observations: Observation[], ...kinds: Kind[]) =>
  observations.filter((observation) => kinds.some((kind) => kind in observation));

test('every event, retry and comment of random streams is delivered as the standard says', async () => {
  const core = await loadCore();
  for (const seed of seeds) {
    const random = new RandomStream(seed);
    const handle = core.functions.createSource(maxEventSize, 1);
    const came: Observation[] = [];
    const reader = new EventReader<string>(core, handle, {
      onEvent: (event, data, lastEventId) => came.push({ event, data, lastEventId }),
      onRetry: (retry) => came.push({ retry }),
      onComment: (comment) => came.push({ comment }),
      onUnknownType: (name) => {
        if (random.below(2) === 0) reader.addType(name, name);
        return name;
      },
    });
    reader.addType('message', 'message');
    core.functions.want(handle, RecordMeta.UnknownType);

    // Several streams, one after the other, as a source that reconnects reads them.
    const expected: Observation[] = [];
    let lastEventId = '';
    for (let streams = 1 + random.below(3); streams > 0; streams--) {
      const stream = random.stream(random.below(60));
      const reference = parseByTheStandard(stream, lastEventId);
      expected.push(...reference.observations);
      lastEventId = reference.lastEventId;
      deliverAll(reader, random.cut(stream));
      reader.reset();
      expect(reader.lastEventId, `seed ${seed}`).toBe(lastEventId);
    }
    expect(came, `seed ${seed}`).toEqual(expected);
    core.functions.destroySource(handle);
  }
});

test('of random streams only the events of added types are delivered, with the right ids', async () => {
  const core = await loadCore();
  for (const seed of seeds) {
    const random = new RandomStream(seed);
    const stream = random.stream(random.below(100));
    const wanted = randomTypes.filter(() => random.below(2) === 0);
    const handle = core.functions.createSource(maxEventSize);
    const came: Observation[] = [];
    const reader = new EventReader<string>(core, handle, {
      onEvent: (event, data, lastEventId) => came.push({ event, data, lastEventId }),
      onRetry: () => {},
    });
    for (const type of wanted) reader.addType(type, type);
    for (const chunk of random.cut(stream)) {
      reader.push(chunk);
      // Without any time it pauses again and again, and goes on where it was.
      while (reader.deliver(random.below(2) === 0 ? 0 : undefined) === Progress.Paused);
    }
    const reference = parseByTheStandard(stream);
    const expected = reference.observations.filter(
      (observation) => 'event' in observation && wanted.includes(observation.event),
    );
    expect(came, `seed ${seed}`).toEqual(expected);
    expect(reader.lastEventId, `seed ${seed}`).toBe(reference.lastEventId);
    core.functions.destroySource(handle);
  }
});

test('a type added while its events are being delivered counts from the next event on', async () => {
  const core = await loadCore();
  for (const seed of seeds) {
    const random = new RandomStream(seed);
    const stream = random.stream(random.below(100));
    const { observations } = parseByTheStandard(stream);
    const events = only(observations, 'event') as Extract<Observation, { event: string }>[];
    const first = events.findIndex(({ event }) => event === 'message');

    const handle = core.functions.createSource(maxEventSize);
    const came: Observation[] = [];
    const reader = new EventReader<string>(core, handle, {
      onEvent: (event, data, lastEventId) => {
        came.push({ event, data, lastEventId });
        for (const type of randomTypes) reader.addType(type, type);
      },
      onRetry: () => {},
    });
    reader.addType('message', 'message');
    deliverAll(reader, random.cut(stream));
    const expected = events.filter(
      ({ event }, i) => first !== -1 && i >= first && randomTypes.includes(event),
    );
    expect(came, `seed ${seed}`).toEqual(expected);
    core.functions.destroySource(handle);
  }
});

test('EventStreamDecoder gives the messages of random streams', async () => {
  await EventStreamDecoder.load();
  for (const seed of seeds.slice(0, 100)) {
    const random = new RandomStream(seed);
    const stream = random.stream(random.below(100));
    const retries: Observation[] = [];
    const decoder = new EventStreamDecoder({ onRetry: (retry) => retries.push({ retry }) });
    const messages = random.cut(stream).flatMap((chunk) => decoder.decode(chunk));
    const reference = parseByTheStandard(stream);
    expect(
      messages.map(({ type, data, lastEventId }) => ({ event: type, data, lastEventId })),
      `seed ${seed}`,
    ).toEqual(only(reference.observations, 'event'));
    expect(retries, `seed ${seed}`).toEqual(only(reference.observations, 'retry'));
    expect(decoder.lastEventId, `seed ${seed}`).toBe(reference.lastEventId);
  }
});

test('EventSource fires the events of random streams', async () => {
  for (const seed of seeds.slice(0, 60)) {
    const random = new RandomStream(seed);
    const stream = random.stream(random.below(60));
    const chunks = random.cut(stream).filter((chunk) => chunk.length > 0);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const { observations } = parseByTheStandard(stream);
    const expected = only(observations, 'event') as Extract<Observation, { event: string }>[];
    const came: Observation[] = [];
    const source = EventSource.fromReadableStream(body);
    for (const type of new Set(expected.map(({ event }) => event))) {
      source.addEventListener(type, (event) => {
        const { data, lastEventId } = event as MessageEvent<string>;
        came.push({ event: type, data, lastEventId });
      });
    }
    await new Promise((resolve) => {
      source.onerror = resolve; // the end of the stream
    });
    source.close();
    expect(came, `seed ${seed}`).toEqual(expected);
  }
});

import { type ServedScenario, serve } from '../../support/scenario-client.ts';
import { end, eventStream, hold } from '../../support/stream-scenario.ts';
import type { Case, Scope, Stage } from './case.ts';

export interface Surroundings {
  EventSource: typeof EventSource;
  scope: Scope;
  origin: string;
  otherOrigin: string;
  /** Where scenarios are registered: an origin of its own, since streams use up connections. */
  control: string;
  /** A case that takes longer than this has failed, ms. */
  limit: number;
}

const states = ['CONNECTING', 'OPEN', 'CLOSED'];

/** The lines that the case notes. */
export async function runCase(test: Case, surroundings: Surroundings): Promise<string[]> {
  const { EventSource, control, limit, origin } = surroundings;
  const lines: string[] = [];
  const opened: EventSource[] = [];
  const served: ServedScenario[] = [];
  const changed: (() => void)[] = [];

  const note = (...parts: unknown[]) => {
    lines.push(parts.map(String).join(' '));
    for (const change of changed.splice(0)) change();
  };
  const open = (url: string | URL, init?: EventSourceInit) => {
    const source = new EventSource(url, init);
    opened.push(source);
    for (const type of ['open', 'message', 'error', ...(test.types ?? [])]) {
      source.addEventListener(type, (event) => note(inWords(event, source)));
    }
    return source;
  };
  const serveHere: Stage['serve'] = async (connections, options) => {
    const scenario = await serve(control, connections, options);
    served.push(scenario);
    return { ...scenario, url: scenario.at(origin) };
  };
  const meanwhile = async () => {
    const { url } = await serveHere([
      eventStream('retry: 1\n\n', end),
      eventStream('data: passed\n\n', hold),
    ]);
    const witness = new EventSource(url);
    await new Promise((resolve) => witness.addEventListener('message', resolve));
    witness.close();
  };

  const scenario = await serveHere(test.given ?? [], { cors: test.cors });
  let source: EventSource | undefined;
  const stage: Stage = {
    ...surroundings,
    scenario,
    get source() {
      source ??= open(scenario.url);
      return source;
    },
    note,
    open,
    serve: serveHere,
    meanwhile,
    lines: async (count) => {
      while (lines.length < count) await new Promise<void>((resolve) => changed.push(resolve));
    },
    event: (type) =>
      new Promise((resolve) => stage.source.addEventListener(type, resolve, { once: true })),
  };

  const act = async () => {
    if (test.given) stage.source;
    await (test.when ?? closeAtError)(stage);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      note('timed out');
      resolve();
    }, limit);
  });
  try {
    await Promise.race([act(), late]);
  } catch (error) {
    note('threw', (error as Error).name);
  }
  const noted = [...lines];
  clearTimeout(timer);
  for (const each of opened) each.close();
  await Promise.all(served.map((each) => each.over()));
  return noted;
}

function closeAtError({ source }: Stage): Promise<void> {
  return new Promise((resolve) => {
    source.addEventListener('error', () => {
      source.close();
      resolve();
    });
  });
}

function inWords(event: Event, source: EventSource): string {
  const { type } = event;
  if (!('data' in event)) return `${type} ${states[source.readyState]}`;
  const { data, lastEventId } = event as MessageEvent;
  const name = type === 'message' ? '' : `${type}: `;
  return name + JSON.stringify(data) + (lastEventId === '' ? '' : ` #${lastEventId}`);
}

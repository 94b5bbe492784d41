import { inject, onTestFinished } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';
import { type Recorder, record } from './recorder.ts';
import { type ServedScenario, serve } from './scenario-client.ts';
import type { Scenario, Step } from './stream-scenario.ts';

export const [origin, otherOrigin] = inject('origins') as [string, string];
export const engine = inject('engine');

/** Milliseconds between connections in tests that are not about that time. */
const kSoon = 10;

export interface OpenSource {
  scenario: ServedScenario;
  source: EventSource;
  events: Recorder;
}

export interface SourceOptions extends EventSourceInit {
  /** Named types to record. */
  types?: string[];
  cors?: Scenario['cors'];
}

/** A source of a scenario at the test server; it is closed when the test ends. */
export async function open(
  connections: Step[][],
  { types, cors, ...init }: SourceOptions = {},
): Promise<OpenSource> {
  const scenario = await serve(origin, connections, { cors });
  return { scenario, ...openUrl(scenario.url, { types, ...init }) };
}

/** The same for a URL. */
export function openUrl(
  url: string,
  { types, ...init }: Omit<SourceOptions, 'cors'> = {},
): Omit<OpenSource, 'scenario'> {
  const source = new EventSource(url, { retryInterval: kSoon, ...init });
  onTestFinished(() => source.close());
  return { source, events: record(source, types) };
}

import type { ServedScenario } from '../../support/scenario-client.ts';
import type { Scenario, Step } from '../../support/stream-scenario.ts';

/** The kinds of global scope that have an EventSource. */
export const scopes = ['window', 'worker', 'shared worker', 'service worker'] as const;
export type Scope = (typeof scopes)[number];

/**
 * One line of the conformance table: what the server does, what the page does, and the lines that
 * are noted meanwhile. Every event of `source` is noted by itself, in this notation:
 *
 *     open OPEN              the event and readyState as its listener sees it
 *     error CONNECTING
 *     "data"                 a message with its data as JSON
 *     "data" #7              ... and its lastEventId, unless that is empty
 *     name: "data"           ... and its type, unless that is `message`
 */
export interface Case {
  name: string;
  /** The steps of each connection in turn; without it there is no `source`. */
  given?: Step[][];
  /** Whether the server allows CORS, where that matters. */
  cors?: Scenario['cors'];
  /** Named types to listen to. */
  types?: string[];
  /** What the page does; by default it waits for the first `error` and closes in it. */
  when?: (stage: Stage) => void | Promise<void>;
  /** What is noted, by the standard. */
  then: string[];
}

/** What a case acts upon. */
export interface Stage {
  /** The implementation under test. */
  readonly EventSource: typeof EventSource;
  readonly scope: Scope;
  /** The origin of this scope. */
  readonly origin: string;
  /** Another origin of the same server. */
  readonly otherOrigin: string;
  /** The given connections, at this scope's origin. */
  readonly scenario: ServedScenario;
  /** A source of `scenario`, made when it is first asked for. */
  readonly source: EventSource;
  /** Adds a line. */
  note(...parts: unknown[]): void;
  /** Resolves once so many lines are there. */
  lines(count: number): Promise<void>;
  /** Resolves in the listener of the next event of that type, after it was noted. */
  event(type: string): Promise<Event>;
  /** A further scenario at this scope's origin. */
  serve(connections: Step[][], options?: Omit<Scenario, 'connections'>): Promise<ServedScenario>;
  /** A further source, whose events are noted too; closed when the case ends. */
  open(url: string | URL, init?: EventSourceInit): EventSource;
  /** Resolves when another source has been through an end, a reconnect and a message. */
  meanwhile(): Promise<void>;
}

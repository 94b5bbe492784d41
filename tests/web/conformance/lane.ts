import type { Scope } from './case.ts';
import type { Surroundings } from './run-case.ts';

/** One implementation in one scope of a browser. */
export interface Lane extends Omit<Surroundings, 'EventSource'> {
  implementation: string;
}

export interface LaneResult {
  implementation: string;
  scope: Scope;
  /** What each case noted, by its name; null where the scope has no such EventSource. */
  outcome: Record<string, string[]> | null;
  /** Why there is no outcome otherwise. */
  failure?: string;
}

/** What the page asks of the scope: the number of a case, or 0 for "is there an EventSource?". */
export interface Request {
  index: number;
  surroundings: Omit<Surroundings, 'EventSource'>;
}

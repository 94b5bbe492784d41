import type { Scenario, ScenarioLog, Step } from './stream-scenario.ts';

/** A scenario that the test server plays at `url`; for Node, pages and workers alike. */
export interface ServedScenario {
  url: string;
  id: string;
  /** Ends the oldest step 'wait', or else the next one. */
  go(): Promise<void>;
  /** The log, as soon as it holds at least these numbers. */
  log(counts?: { requests?: number; probes?: number; dropped?: number }): Promise<ScenarioLog>;
  /**
   * Cuts the connections that are still open: not every engine drops what a script has closed, and
   * there are only six per origin.
   */
  over(): Promise<void>;
  /** The same scenario at another of the server's origins. */
  at(origin: string): string;
}

/** Posts a scenario to the server at `origin`. */
export async function serve(
  origin: string,
  connections: Step[][],
  options: Omit<Scenario, 'connections'> = {},
): Promise<ServedScenario> {
  const body = JSON.stringify({ connections, ...options });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}/scenarios`, { method: 'POST', body, headers });
  const { id } = (await response.json()) as { id: string };
  const tell = async (word: string) => {
    await fetch(`${origin}/scenarios/${id}/${word}`, { method: 'POST' });
  };
  return {
    id,
    url: `${origin}/stream/${id}`,
    at: (other) => `${other}/stream/${id}`,
    go: () => tell('go'),
    over: () => tell('over'),
    log: async (counts = {}) => {
      const query = new URLSearchParams(
        Object.entries(counts).map(([name, count]) => [name, String(count)]),
      );
      return (await fetch(`${origin}/scenarios/${id}/log?${query}`)).json();
    },
  };
}

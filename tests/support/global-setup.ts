import type { TestProject } from 'vitest/node';
import type { Engine } from './browser-programs.ts';
import { describeStaleModule } from './stale-module.ts';
import { startStreamServer } from './stream-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origins of the test server: the first for most, the second where another origin is needed. */
    origins: string[];
    /** Where the test runs, for expectations that depend on the engine. */
    engine: Engine | 'node';
  }
}

/** One event-stream server for Node and all browsers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stale = project.isRootProject() ? describeStaleModule() : undefined; // told once, not per project
  if (stale) console.warn(stale);
  const server = await startStreamServer();
  project.provide('origins', server.origins);
  return () => {
    if (stale) console.warn(stale); // below what failed
    return server.close();
  };
}

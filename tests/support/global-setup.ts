import type { TestProject } from 'vitest/node';
import { startStreamServer } from './stream-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origins of the test server: the first for most, the second where another origin is needed. */
    origins: string[];
  }
}

/** One event-stream server for Node and all browsers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startStreamServer();
  project.provide('origins', server.origins);
  return () => server.close();
}

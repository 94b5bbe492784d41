// In the entry `no-fallback` this takes the place of javascript-core.ts.

import type { CoreModule } from './core.ts';

/** Rejects: what kept WebAssembly from starting is then the error. */
export async function createJavaScriptCore(): Promise<CoreModule> {
  throw new Error();
}

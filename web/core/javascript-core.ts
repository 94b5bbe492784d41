// The core compiled to JavaScript, for where WebAssembly is forbidden (a Content Security Policy without
// 'wasm-unsafe-eval', a lockdown mode) or has no SIMD. Three times the size, and slower; loaded only then.

import createModule from '../../build/javascript/event-source-core.js';
import type { CoreModule } from './core.ts';

type CoreFunction = (...values: number[]) => unknown;

// Emscripten's glue asks for this option only where there is WebAssembly.
const kOptions = {} as Parameters<typeof createModule>[0];

export async function createJavaScriptCore(): Promise<CoreModule> {
  const { wasmMemory, ...functions } = await createModule<CoreModule>(kOptions);
  const core: Record<string, unknown> = { wasmMemory };
  for (const [name, value] of Object.entries(functions)) {
    core[name] = detachingMemory(value as CoreFunction, wasmMemory);
  }
  return core as unknown as CoreModule;
}

/**
 * A memory that grows is copied into a larger buffer. WebAssembly detaches the old one, by which all who
 * hold a view of it notice; this does the same.
 */
function detachingMemory(call: CoreFunction, memory: WebAssembly.Memory): CoreFunction {
  return (...values) => {
    const { buffer } = memory;
    try {
      return call(...values);
    } finally {
      if (memory.buffer !== buffer) detach(buffer);
    }
  };
}

/** Not every runtime's messages transfer a buffer, and older browsers have neither `transfer` nor structuredClone. */
function detach(buffer: ArrayBuffer & { transfer?(length: number): ArrayBuffer }): void {
  if (buffer.transfer) buffer.transfer(0);
  else new MessageChannel().port1.postMessage(null, [buffer]);
}

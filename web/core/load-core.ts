// Loads the core, WebAssembly or the fallback in JavaScript: once per page, however many EventSources
// there are.

import createModule from '../../build/wasm/event-source-core.js';
import { Core, type CoreModule } from './core.ts';
import { coreModule } from './embedded-module.ts';

let core: Promise<Core> | undefined;

/**
 * The core, loaded by the first call. Rejects, with the reason why there is no WebAssembly, where the
 * fallback in JavaScript cannot be had either. The next call then tries again.
 */
export function loadCore(): Promise<Core> {
  core ??= instantiate()
    .catch(instantiateFallback)
    .then(
      (module) => new Core(module),
      (reason: unknown) => {
        core = undefined;
        throw reason;
      },
    );
  return core;
}

/** Whether that is why the core could not be loaded. Firefox has a name of its own for it. */
export function isOutOfMemory(reason: unknown): boolean {
  return /^(?:Range|Internal)Error$/.test(String((reason as Error | null)?.name));
}

async function instantiate(): Promise<CoreModule> {
  const compiled = await coreModule();
  return new Promise((resolve, reject) => {
    createModule<CoreModule>({
      instantiateWasm(imports, receive) {
        instanceOf(compiled, imports).then(receive).catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

/** At once, where that is allowed, for the reasons of embedded-module.ts. */
async function instanceOf(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch {
    return WebAssembly.instantiate(module, imports);
  }
}

async function instantiateFallback(reason: unknown): Promise<CoreModule> {
  try {
    const { createJavaScriptCore } = await import('./javascript-core.ts');
    return await createJavaScriptCore();
  } catch {
    throw reason;
  }
}

// The type of the glue, slim_embind.js or the one that Emscripten makes; copied next to it. What the
// functions are is written in web/core/core.ts.

interface ModuleOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ): object;
}

export default function createModule<Functions>(options: ModuleOptions): Promise<Functions>;

// The glue of slim_embind.cpp, in place of the one that Emscripten makes and with the same interface
// as far as web/core/core.ts uses it; see event-source-core.d.ts.

export default function createModule({ instantiateWasm }) {
  return new Promise((resolve) => {
    const module = {};
    let memory;
    let table;
    const expose = (name, index) => {
      const bytes = new Uint8Array(memory.buffer);
      let text = '';
      while (bytes[name]) text += String.fromCharCode(bytes[name++]);
      module[text] = table.get(index);
    };
    instantiateWasm({ embind: { expose } }, ({ exports }) => {
      module.wasmMemory = memory = exports.memory;
      table = exports.__indirect_function_table;
      exports._initialize(); // calls every EMSCRIPTEN_BINDINGS
      resolve(module);
    });
  });
}

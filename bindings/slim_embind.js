// The glue of slim_embind.cpp, in place of the one that Emscripten makes and with the same interface
// as far as web/core/core.ts uses it; see event-source-core.d.ts.

export default function createModule({ instantiateWasm }) {
  return new Promise((resolve) => {
    const module = {};
    let table;
    let bytes;
    const expose = (name, index) => {
      let text = '';
      while (bytes[name]) text += String.fromCharCode(bytes[name++]);
      module[text] = table.get(index);
    };
    instantiateWasm({ embind: { expose } }, ({ exports }) => {
      module.wasmMemory = exports.memory;
      bytes = new Uint8Array(exports.memory.buffer); // which does not grow while functions are registered
      table = exports.__indirect_function_table;
      exports._initialize(); // calls every EMSCRIPTEN_BINDINGS
      resolve(module);
    });
  });
}

// Set-up of the tests that run on the JavaScript fallback, as where WebAssembly is forbidden.
Reflect.deleteProperty(globalThis, 'WebAssembly');

// Set-up of the tests that run against the core compiled to JavaScript: as where WebAssembly is forbidden.
Reflect.deleteProperty(globalThis, 'WebAssembly');

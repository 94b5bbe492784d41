// What a server that renders pages does: imports the package, in a Node without what browsers have.
// Prints the globals that the import added; ends by itself, if nothing was started.
const before = new Set(Object.getOwnPropertyNames(globalThis));
const { EventSource, EventStreamDecoder } = await import('eventsource-wasm');
const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
console.log(JSON.stringify({ added, types: [typeof EventSource, typeof EventStreamDecoder] }));

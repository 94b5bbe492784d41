// eventsource-wasm/external: the same with the WebAssembly module as a file of its own.
export { type CoreModuleSource, setCoreModule } from './external-core-module.ts';
export * from './index.ts';

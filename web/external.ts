// eventsource-wasm/external: the same with the WebAssembly module as a file of its own.
export { type CoreModuleSource, setCoreModule } from './core/external-module.ts';
export * from './index.ts';

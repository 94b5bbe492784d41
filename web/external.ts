// eventsource-wasm/external: the same as eventsource-wasm, with the WebAssembly module in a separate file.
export { type CoreModuleSource, setCoreModule } from './core/external-module.ts';
export * from './index.ts';

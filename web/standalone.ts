// eventsource-wasm/standalone: everything in one file, for a page without a bundler.
export * from './index.ts';

// eventsource-wasm/standalone: all of it in one file, for a page without a bundler.
export * from './index.ts';

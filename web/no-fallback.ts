// The same as index.ts. tools/bundle.mjs leaves the JavaScript fallback out.
export * from './index.ts';

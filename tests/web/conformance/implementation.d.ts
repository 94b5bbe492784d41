/** Stands for one of implementations/*.ts; each bundle has its own. */
declare module 'implementation' {
  export const EventSource: typeof globalThis.EventSource;
}

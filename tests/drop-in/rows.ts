/** What a library is asked to do, in this order. */
export const steps = ['subscribe', 'receive', 'token', 'resume', 'refusal', 'close'] as const;
export type Step = (typeof steps)[number];

export interface Row {
  /** Its npm package. */
  library: string;
  /** What of it is meant, where one package has several clients. */
  part?: string;
  /** The file in apps/ that has its steps. */
  app: string;
  /** How it is given this package. */
  how: string;
  /** Set where its own protocol starts over after a cut, instead of asking for what comes after an ID. */
  startsOver?: true;
  /** Steps that it does not have, and why. */
  absent?: Partial<Record<Step, string>>;
}

const noResume = 'a response that has begun is not asked for again';

export const rows: Row[] = [
  { library: '@trpc/client', app: 'trpc', how: '`httpSubscriptionLink({ EventSource })`' },
  {
    library: '@modelcontextprotocol/sdk',
    part: 'SSE',
    app: 'mcp-sse',
    how: "npm's `overrides` of `eventsource`",
    startsOver: true, // each connection is a session of its own
  },
  {
    library: '@modelcontextprotocol/sdk',
    part: 'Streamable HTTP',
    app: 'mcp-http',
    how: '`EventSource` in a `Transport` of its client',
  },
  {
    library: 'htmx-ext-sse',
    part: 'htmx 2',
    app: 'htmx',
    how: '`htmx.createEventSource`, in Chromium',
  },
  {
    library: '@hotwired/turbo',
    app: 'turbo',
    how: '`session.connectStreamSource(source)`, in Chromium',
  },
  {
    library: '@vueuse/core',
    app: 'vueuse',
    how: '`eventsource-wasm/polyfill`, in Chromium',
    absent: { token: 'it takes no headers' },
  },
  { library: 'centrifuge', app: 'centrifuge', how: 'option `eventsource`' },
  { library: '@growthbook/growthbook', app: 'growthbook', how: '`setPolyfills({ EventSource })`' },
  {
    library: 'launchdarkly-js-client-sdk',
    app: 'launchdarkly',
    how: '`window.EventSourcePolyfill`, with `useReport`',
    startsOver: true,
  },
  {
    library: 'pocketbase',
    app: 'pocketbase',
    how: '`eventsource-wasm/polyfill`',
    startsOver: true,
  },
  {
    library: 'graphql-sse',
    app: 'graphql-sse',
    how: '`EventSource` as the client of its handler',
    absent: { resume: 'its events have no IDs' },
  },
  // Its version 3 needs Node.js 22.
  { library: 'msw', app: 'msw', how: 'its `sse()` handles the requests' },
  {
    library: 'openai',
    app: 'openai',
    how: '`EventStreamDecoderStream` reads its `asResponse()`',
    absent: { resume: noResume },
  },
  {
    library: '@anthropic-ai/sdk',
    app: 'anthropic',
    how: '`EventStreamDecoderStream` reads its `asResponse()`',
    absent: { resume: noResume },
  },
  {
    library: 'ai',
    app: 'ai',
    how: '`EventSource` reads its UI message stream',
    absent: { resume: noResume },
  },
  {
    library: 'reconnecting-eventsource',
    app: 'reconnecting-eventsource',
    how: 'option `eventSourceClass`',
  },
];

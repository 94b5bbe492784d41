/** What a library is asked to do, in this order. */
export const steps = ['subscribe', 'receive', 'token', 'resume', 'refusal', 'close'] as const;
export type Step = (typeof steps)[number];

export interface Row {
  /** Its npm package. */
  library: string;
  /** The file in apps/ that has its steps. */
  app: string;
  /** How it is given this package. */
  how: string;
  /** Steps that it does not have, and why. */
  absent?: Partial<Record<Step, string>>;
}

export const rows: Row[] = [
  {
    library: '@trpc/client',
    app: 'trpc',
    how: '`httpSubscriptionLink({ EventSource })`',
  },
  {
    library: 'openai',
    app: 'openai',
    how: '`EventStreamDecoderStream` reads its `asResponse()`',
    absent: { resume: 'its `fetch` is not repeated once a stream has begun' },
  },
  {
    library: 'reconnecting-eventsource',
    app: 'reconnecting-eventsource',
    how: 'option `eventSourceClass`',
  },
];

/** What a listener saw: the event, and the source's state at that moment. */
export interface Seen {
  type: string;
  data: unknown;
  lastEventId: string;
  readyState: number;
  event: Event;
}

interface Source extends EventTarget {
  readonly readyState: number;
}

/** The events of a source in the order of their arrival, taken one after the other. */
export interface Recorder {
  /** The next event; waits for it. Throws if it is of another type than the given one. */
  next(type?: string): Promise<Seen>;
  /** The next `count` messages' data; anything but a message throws. */
  messages(count: number): Promise<unknown[]>;
  /** What has arrived and was not taken yet. */
  readonly untaken: readonly Seen[];
}

/** Records `open`, `message`, `error` and the named types. */
export function record(source: Source, types: string[] = []): Recorder {
  const untaken: Seen[] = [];
  let arrived = () => {};
  for (const type of ['open', 'message', 'error', ...types]) {
    source.addEventListener(type, (event) => {
      const { data, lastEventId } = event as MessageEvent;
      untaken.push({ type, data, lastEventId, readyState: source.readyState, event });
      arrived();
    });
  }
  const next = async (type?: string) => {
    while (untaken.length === 0) {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
    const seen = untaken.shift() as Seen;
    if (type !== undefined && seen.type !== type) {
      const { message = seen.data } = seen.event as ErrorEvent;
      throw new Error(`expected ${type}, but there was ${seen.type}: ${message}`);
    }
    return seen;
  };
  return {
    next,
    untaken,
    messages: async (count) => {
      const data: unknown[] = [];
      while (data.length < count) data.push((await next('message')).data);
      return data;
    },
  };
}

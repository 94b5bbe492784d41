// Four ways to receive the same stream; each gives the data of its events to a function.

import { EventSource as NpmEventSource } from 'eventsource';
import { createParser } from 'eventsource-parser';
import { EventSource } from 'eventsource-wasm';

export interface Contestant {
  readonly name: string;
  /** @returns what ends it */
  open(url: string, onData: (data: string) => void): () => void;
}

interface AnySource {
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

/** Makes a source listen. */
function listen(source: AnySource, onData: (data: string) => void): () => void {
  source.onmessage = ({ data }) => onData(data);
  return () => source.close();
}

/** A loop as in the parser's own documentation: no reconnecting, no events, only data. */
async function readWithParser(
  url: string,
  onData: (data: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, { cache: 'no-store', signal });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const parser = createParser({ onEvent: ({ data }) => onData(data) });
  while (reader) {
    const { value, done } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
  }
}

export const kOurs = 'eventsource-wasm';

export const contestants: readonly Contestant[] = [
  { name: kOurs, open: (url, onData) => listen(new EventSource(url) as AnySource, onData) },
  {
    name: 'native EventSource',
    open: (url, onData) => listen(new globalThis.EventSource(url), onData),
  },
  {
    name: 'npm eventsource',
    open: (url, onData) => listen(new NpmEventSource(url) as AnySource, onData),
  },
  {
    name: 'fetch + eventsource-parser',
    open(url, onData) {
      const abort = new AbortController();
      readWithParser(url, onData, abort.signal).catch((error) => {
        if (!abort.signal.aborted) throw error;
      });
      return () => abort.abort();
    },
  },
];

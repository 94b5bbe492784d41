import { EventSource } from 'eventsource-wasm';

import { pageElement } from './page-element.ts';

type AnyEventSource = EventSource | InstanceType<typeof globalThis.EventSource>;

const kReadyStates = ['0, CONNECTING', '1, OPEN', '2, CLOSED'];

/** Asks for the stream without a token, with the native EventSource and with this package's. */
export class Comparison {
  readonly #url: string;
  #sources: AnyEventSource[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  run(): void {
    for (const source of this.#sources) source.close();
    const native = new globalThis.EventSource(this.#url);
    const ours = new EventSource(this.#url);
    this.#sources = [native, ours];
    native.onerror = (event) => report('native', native, event);
    ours.onerror = (event: Event) => report('ours', ours, event);
  }
}

function report(panelId: string, source: AnyEventSource, event: Event): void {
  const { kind, status, message } = event as {
    kind?: string;
    status?: number;
    message?: string;
  };
  const fields = {
    type: event.type,
    readyState: kReadyStates[source.readyState],
    kind,
    status,
    message,
    verdict: judge(status, message),
  };
  const panel = pageElement(panelId);
  for (const [field, value] of Object.entries(fields)) {
    const place = panel.querySelector(`[data-field="${field}"]`);
    if (!place) continue;
    place.textContent = value === undefined ? 'undefined' : String(value);
    place.classList.toggle('nothing', value === undefined);
  }
}

function judge(status: number | undefined, message: string | undefined): string {
  if (status === undefined && message === undefined) {
    return 'It failed. A wrong URL, no network, a server error, a missing token? It does not say.';
  }
  return status === 401
    ? 'It failed because the token is missing. The page can get one and try again.'
    : 'It failed, and it says why.';
}

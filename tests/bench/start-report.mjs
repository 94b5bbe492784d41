// What the pages of `start` have in common: when what happened, in ms since the page's first script.
import { runCommands } from './command-loop.mjs';

const kUrl = '/one';

/**
 * @param {(url: string) => EventSource} open
 * @param {() => Promise<void>} [load] says when the module is ready; called after `open`, which begins to load it
 */
export function reportStart(open, load) {
  const moments = {};
  const note = (moment) => {
    moments[moment] ??= performance.now() - globalThis.pageStart;
  };
  note('evaluated');
  noteCalls(note);
  const source = open(kUrl);
  note('constructed');
  const isReady = load?.().then(() => note('ready'));
  // What the bench asks for waits: its requests are not what a page does meanwhile.
  source.onopen = () => note('opened');
  source.onmessage = async () => {
    note('event');
    source.close();
    await isReady;
    runCommands({ times: () => moments });
  };
  source.onerror = () => {
    source.close();
    runCommands({ times: () => Promise.reject(new Error('no event came')) });
  };
}

/** Of this package, in whatever form the page has it. */
export function reportOurStart(EventSource, EventStreamDecoder) {
  reportStart(
    (url) => new EventSource(url),
    () => EventStreamDecoder.load(),
  );
}

/** Notes when what the platform does for us is called, and when it has been done. */
function noteCalls(note) {
  const { fetch } = globalThis;
  globalThis.fetch = (...request) => {
    const isStream = String(request[0]).endsWith(kUrl); // and not for a command
    if (isStream) note('fetchCalled');
    const response = fetch(...request);
    if (isStream) {
      note('fetchReturned');
      response.then(() => note('response'));
    }
    return response;
  };
  const { Module } = WebAssembly;
  WebAssembly.Module = class extends Module {
    constructor(bytes) {
      note('compileCalled');
      super(bytes);
      note('compiled');
    }
  };
}

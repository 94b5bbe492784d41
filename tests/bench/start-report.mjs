// What the pages of `start` have in common: when what happened, in ms since the page's first script.
import { runCommands } from './command-loop.mjs';

const kUrl = '/one';

/** @param {(url: string) => EventSource} open */
export function reportStart(open) {
  const moments = {};
  const note = (moment) => {
    moments[moment] ??= performance.now() - globalThis.pageStart;
  };
  note('evaluated');
  noteCalls(note);
  const source = open(kUrl);
  note('constructed');
  // What the bench asks for waits: its requests are not what a page does meanwhile.
  source.onopen = () => note('opened');
  source.onmessage = () => {
    note('event');
    source.close();
    runCommands({ times: () => moments });
  };
  source.onerror = () => {
    source.close();
    runCommands({ times: () => Promise.reject(new Error('no event came')) });
  };
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
  const { Module, Instance } = WebAssembly;
  WebAssembly.Module = class extends Module {
    constructor(bytes) {
      note('compileCalled');
      super(bytes);
      note('compiled');
    }
  };
  WebAssembly.Instance = class extends Instance {
    constructor(...what) {
      super(...what);
      note('instantiated');
    }
  };
}

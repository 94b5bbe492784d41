// The package as it was: another checkout, built, that `--before` names.
import * as before from 'eventsource-wasm-before';
import { BEFORE } from '../names.mjs';

export default before.EventStreamDecoder && {
  name: BEFORE,
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'kept',
  deviations: [],
  load: () => before.EventStreamDecoder.load(),
  open(sink) {
    const decoder = new before.EventStreamDecoder({
      onMessage: ({ type, data, lastEventId }) => sink(type, data, lastEventId),
    });
    return { push: (chunk) => decoder.decode(chunk) };
  },
};

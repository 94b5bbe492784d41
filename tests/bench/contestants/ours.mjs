import * as ours from 'eventsource-wasm';

/** The decoder of this package, or of another version of it. */
export const decoderOf = (name, { EventStreamDecoder }) => ({
  name,
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'kept',
  load: () => EventStreamDecoder.load(),
  open(sink) {
    const decoder = new EventStreamDecoder({
      onMessage: ({ type, data, lastEventId }) => sink(type, data, lastEventId),
    });
    return { push: (chunk) => decoder.decode(chunk) };
  },
});

export default decoderOf('eventsource-wasm', ours);

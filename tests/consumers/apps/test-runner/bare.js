// What runs where there is no fetch, no stream, no TextDecoder and no channel.
import { EventSource } from 'eventsource-wasm';

test('says what is missing', async () => {
  const source = new EventSource('/events');
  const { kind, message, willRetry } = await new Promise((resolve) => {
    source.onerror = resolve;
  });
  expect({ kind, willRetry }).toEqual({ kind: 'request', willRetry: false });
  expect(message).toContain('there is no fetch here');
});

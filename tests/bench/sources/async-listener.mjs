// With a listener that returns a promise: what the listener leads to is over before the next event then,
// as natively, at the price of a turn of the event loop for each.
import * as ours from 'eventsource-wasm';
import { openEventSource } from './open-event-source.mjs';

const asyncListener = (name, create) => ({
  name: `${name}, async listener`,
  open: (url, onData) => openEventSource(create(url), async (data) => onData(data)),
});

export const oursAsync = asyncListener('ours', (url) => new ours.EventSource(url));
export const nativeAsync = asyncListener('native', (url) => new EventSource(url));

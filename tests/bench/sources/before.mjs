// The package as it was: another checkout, built, that `--before` names.
import * as before from 'eventsource-wasm-before';
import { BEFORE } from '../names.mjs';
import { openEventSource } from './open-event-source.mjs';

const create = (url) => new before.EventSource(url);

export default before.EventSource && {
  name: BEFORE,
  create,
  open: (url, onData) => openEventSource(create(url), onData),
};

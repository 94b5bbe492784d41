// The package as it was: another checkout, built, that `--before` names.
import * as before from 'eventsource-wasm-before';
import { BEFORE } from '../names.mjs';
import { decoderOf } from './ours.mjs';

export default before.EventStreamDecoder && decoderOf(BEFORE, before);

// [beyond the standard] The option `share`: from where a source goes on, as far as that is its own matter.
import { expect, test } from 'vitest';
import { kLimits } from '../../web/connection/sharing/limits.ts';
import { Reception } from '../../web/connection/sharing/reception.ts';

const head = { status: 200, url: undefined, headers: [] };

/** Which has been told of a response before which the last event ID was this. */
function receptionAt(id: string): Reception {
  const reception = new Reception(kLimits, { respond() {}, deliver() {}, queued: () => 0 });
  reception.begin('');
  const common = { kind: 'response', epoch: 'a-1', to: 'b', refusal: undefined } as const;
  reception.respond({ ...common, head, sequence: 3, id });
  return reception;
}

test('a source that had no ID when it joined goes on from that of the connection', () => {
  const reception = receptionAt('5');
  reception.begin('');
  expect(reception.id).toBe('5');
});

test('but not once it has had an ID, which the server took back', () => {
  const reception = receptionAt('5');
  reception.begin('6');
  reception.begin('');
  expect(reception.id).toBe('');
});

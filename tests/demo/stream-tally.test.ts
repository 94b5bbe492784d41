import { describe, expect, it } from 'vitest';

import { StreamTally } from '../../web/demo/stream-tally.ts';

function tallyOf(...ids: number[]): StreamTally {
  const tally = new StreamTally();
  for (const id of ids) tally.take(id, false);
  return tally;
}

describe('the tally of a stream', () => {
  it('counts neither lost nor doubled events where every id comes once', () => {
    expect(tallyOf(1, 2, 3)).toMatchObject({ received: 3, lost: 0, doubled: 0 });
  });

  it('starts at whatever id comes first', () => {
    expect(tallyOf(501, 502)).toMatchObject({ lost: 0, doubled: 0 });
  });

  it('counts each id that was passed over as lost', () => {
    expect(tallyOf(1, 2, 5, 7)).toMatchObject({ lost: 3, doubled: 0 });
  });

  it('counts an id that comes again as doubled', () => {
    expect(tallyOf(1, 2, 2, 1, 3)).toMatchObject({ lost: 0, doubled: 2 });
  });

  it('finds what was lost when it comes late, and counts it as doubled the second time', () => {
    expect(tallyOf(1, 3, 2)).toMatchObject({ lost: 0, doubled: 0 });
    expect(tallyOf(1, 3, 2, 2)).toMatchObject({ lost: 0, doubled: 1 });
  });

  it('counts replayed events by themselves', () => {
    const tally = tallyOf(1);
    tally.take(2, true);
    expect(tally).toMatchObject({ received: 2, replayed: 1 });
  });

  it('resumes from the highest id, and from nowhere before the first event', () => {
    expect(tallyOf().lastEventId).toBe('');
    expect(tallyOf(1, 3, 2).lastEventId).toBe('3');
  });
});

import { describe, expect, it } from 'vitest';

import { EventLog } from '../../web/demo/event-log.mjs';

function logOf(count: number, options: { firstId?: number; capacity?: number } = {}): EventLog {
  const log = new EventLog(options);
  for (let index = 0; index < count; index++) log.append('lol', 'a');
  return log;
}

const idsSince = (log: EventLog, id: number) => log.since(id).map((event) => event.id);

describe('the log of events', () => {
  it('numbers from 1, or from where it is told', () => {
    expect(idsSince(logOf(3), 0)).toEqual([1, 2, 3]);
    expect(idsSince(logOf(2, { firstId: 501 }), 0)).toEqual([501, 502]);
  });

  it('gives what came after an id, and nothing after the last', () => {
    expect(idsSince(logOf(4), 2)).toEqual([3, 4]);
    expect(idsSince(logOf(4), 4)).toEqual([]);
  });

  it('forgets the oldest events beyond its capacity', () => {
    expect(idsSince(logOf(5, { capacity: 2 }), 0)).toEqual([4, 5]);
    expect(idsSince(logOf(5, { capacity: 2 }), 4)).toEqual([5]);
  });
});

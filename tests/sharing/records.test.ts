import { describe, expect, test } from 'vitest';
import { play } from './play.ts';
import { Records, type Report } from './records.ts';

const report = (more: Partial<Report>): Report => ({
  tab: 'one',
  key: 'a',
  life: 'first',
  began: 1,
  after: null,
  at: 0,
  runs: [],
  foreign: 0,
  restored: 0,
  errors: [],
  sharing: 'alone',
  state: 1,
  ...more,
});

function tallyOf(...reports: Partial<Report>[]) {
  const records = new Records();
  for (const one of reports) records.receive(report(one));
  return { ...records.tally, faults: records.faults.length };
}

describe('what tabs report is compared with what they should receive', () => {
  test('consecutive IDs, from any first one on', () => {
    const tally = tallyOf({ runs: [[7, 9]] }, { at: 3, runs: [[10, 10]] });
    expect(tally).toEqual({ compared: 4, lost: 0, doubled: 0, foreign: 0, faults: 0 });
  });

  test('an ID that is missing is lost, within a report and between two', () => {
    expect(
      tallyOf({
        runs: [
          [1, 3],
          [5, 6],
        ],
      }),
    ).toMatchObject({ lost: 1, doubled: 0, faults: 1 });
    expect(tallyOf({ runs: [[1, 3]] }, { at: 3, runs: [[6, 6]] })).toMatchObject({ lost: 2 });
  });

  test('the first ID of a tab that resumes follows the one that it resumed after', () => {
    expect(tallyOf({ after: 4, runs: [[6, 6]] })).toMatchObject({ lost: 1 });
    expect(tallyOf({ after: 4, runs: [[4, 5]] })).toMatchObject({ doubled: 1, lost: 0 });
  });

  test('an ID that comes again is doubled', () => {
    expect(
      tallyOf({
        runs: [
          [1, 3],
          [3, 4],
        ],
      }),
    ).toMatchObject({ doubled: 1, lost: 0, faults: 1 });
    expect(tallyOf({ runs: [[1, 3]] }, { at: 3, runs: [[2, 4]] })).toMatchObject({ doubled: 2 });
  });

  test('a report that is sent again counts once', () => {
    const tally = tallyOf({ runs: [[1, 3]] }, { runs: [[1, 5]] }, { runs: [[1, 2]] });
    expect(tally).toMatchObject({ compared: 5, lost: 0, doubled: 0, faults: 0 });
  });

  test('a report that never came is a fault', () => {
    expect(tallyOf({ runs: [[1, 3]] }, { at: 5, runs: [[6, 6]] }).faults).toBeGreaterThan(0);
  });

  test("another user's event is a fault", () => {
    expect(tallyOf({ runs: [[1, 3]], foreign: 1 })).toMatchObject({ foreign: 1, faults: 1 });
  });

  test('the lives of a tab are compared each for itself', () => {
    const tally = tallyOf({ runs: [[1, 3]] }, { life: 'second', began: 2, runs: [[3, 4]] });
    expect(tally).toMatchObject({ compared: 5, lost: 0, doubled: 0 });
  });
});

describe('a page that does not record what it receives', { timeout: 120_000 }, () => {
  const totals = async (defect: 'lose' | 'double') => {
    const options = { engine: 'chromium', seed: 1, only: 'connection cut', share: false } as const;
    const { rows, faults } = await play({ ...options, count: 2, events: 300, defect });
    const sum = (name: 'lost' | 'doubled') => rows.reduce((total, row) => total + row[name], 0);
    return { lost: sum('lost'), doubled: sum('doubled'), faults: faults.length };
  };

  test('is found to lose an event', async () => {
    expect(await totals('lose')).toEqual({ lost: 1, doubled: 0, faults: 1 });
  });

  test('is found to receive an event twice', async () => {
    expect(await totals('double')).toEqual({ lost: 0, doubled: 1, faults: 1 });
  });
});

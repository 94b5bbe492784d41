// A short form of npm run test:share, in npm test.
import { expect, test } from 'vitest';
import { engines } from '../support/browser-programs.ts';
import { play, playTwenty } from './play.ts';
import { tableOf } from './table.ts';

const seed = Number(process.env.SHARE_SEED ?? Math.floor(Math.random() * 1e6));
const kChanges = 6;

test.for(engines)(
  'whatever happens to tabs that share a connection, none loses an event or receives one twice: %s',
  { timeout: 180_000 },
  async (engine) => {
    const result = await play({ engine, seed, count: kChanges, share: true });
    console.log(`\n${tableOf(engine, result)}\n`);
    expect(result.faults, `SHARE_SEED=${seed} repeats it`).toEqual([]);
    expect(Math.max(...result.rows.map(({ most }) => most))).toBe(1);
  },
);

test('twenty tabs over HTTP/1.1 receive by one connection', { timeout: 120_000 }, async () => {
  const result = await playTwenty({ engine: 'chromium', seed });
  expect(result.faults, `SHARE_SEED=${seed} repeats it`).toEqual([]);
  expect(result.rows.map(({ most }) => most)).toEqual([1]);
});

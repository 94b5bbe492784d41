import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRetryAfter } from '../../web/request/retry-after.ts';

// So that a date that is read as local time is another.
beforeEach(() => void vi.stubEnv('TZ', 'America/New_York'));
afterEach(() => void vi.unstubAllEnvs());

const now = Date.UTC(2026, 10, 25, 8, 0, 0);

test('Retry-After is a number of seconds', () => {
  expect(readRetryAfter('0', now)).toBe(0);
  expect(readRetryAfter('120', now)).toBe(120_000);
});

test('Retry-After is a date in any of the three forms of HTTP, in GMT', () => {
  expect(readRetryAfter('Wed, 25 Nov 2026 08:00:07 GMT', now)).toBe(7000);
  expect(readRetryAfter('Wednesday, 25-Nov-26 08:00:07 GMT', now)).toBe(7000);
  expect(readRetryAfter('Wed Nov 25 08:00:07 2026', now)).toBe(7000);
});

test('a date that is over means now', () => {
  expect(readRetryAfter('Wed, 25 Nov 2026 07:00:00 GMT', now)).toBe(0);
});

test.for([
  '',
  '-5',
  '1.5',
  '5 s',
  '2099-12-31',
  '2099-12-31T00:00:00Z',
  '31 Dec 2099',
  'Dec 2099',
  'soon',
])('a Retry-After that is neither means nothing: %j', (value) =>
  expect(readRetryAfter(value, now)).toBe(-1),
);

test('without Retry-After there is none', () => {
  expect(readRetryAfter(null, now)).toBe(-1);
});

// The clock on the wall may be set while a timer runs. Durations are measured by the monotonic clock;
// what the wall clock has gone ahead of that counts as sleep.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InactivityTimer } from '../../web/connection/inactivity-timer.ts';

const kHour = 3_600_000;
const kLimit = 60_000;

let timer: InactivityTimer;
const onInactivity = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  timer = new InactivityTimer(kLimit, onInactivity);
});
afterEach(() => {
  timer.dispose();
  vi.useRealTimers();
  onInactivity.mockReset();
});

const setClock = (by: number) => vi.setSystemTime(Date.now() + by);

test('the time counts from the last restart', () => {
  vi.advanceTimersByTime(kLimit - 1);
  timer.restart();
  vi.advanceTimersByTime(kLimit - 1);
  expect(onInactivity).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(onInactivity).toHaveBeenCalledOnce();
});

test('a suspended timer never fires', () => {
  vi.advanceTimersByTime(kLimit - 1);
  timer.suspend();
  vi.advanceTimersByTime(kHour);
  setClock(kHour);
  vi.advanceTimersByTime(kHour);
  expect(onInactivity).not.toHaveBeenCalled();
});

test('a disposed timer never fires', () => {
  timer.dispose();
  vi.advanceTimersByTime(kHour);
  expect(onInactivity).not.toHaveBeenCalled();
});

test('a disposed timer that cannot be cleared, as fake timers took its place, runs out', () => {
  timer.suspend();
  const clear = vi.spyOn(globalThis, 'clearTimeout').mockImplementation(() => {});
  timer.dispose();
  clear.mockRestore();
  vi.advanceTimersByTime(kHour);
  expect(onInactivity).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that is set back by an hour delays nothing', () => {
  vi.advanceTimersByTime(20_000);
  setClock(-kHour);
  vi.advanceTimersByTime(39_999);
  expect(onInactivity).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(onInactivity).toHaveBeenCalledOnce();
});

test('a clock that is set back again and again delays nothing', () => {
  for (let i = 0; i < 59; i++) {
    setClock(-kHour);
    vi.advanceTimersByTime(1000);
  }
  expect(onInactivity).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1002);
  expect(onInactivity).toHaveBeenCalledOnce();
});

test('a clock that is set forward by an hour is taken for sleep: soon, and once', () => {
  vi.advanceTimersByTime(20_000);
  setClock(kHour);
  vi.advanceTimersByTime(5001);
  expect(onInactivity).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(kHour);
  expect(onInactivity).toHaveBeenCalledOnce();
});

test('bytes that arrived during a sleep are read before the timer may fire', () => {
  setClock(kHour);
  setTimeout(() => timer.restart(), 5000); // when the timer looks at the clock
  vi.advanceTimersByTime(5001);
  expect(onInactivity).not.toHaveBeenCalled();
});

test('a clock that is set forward while nothing is waited for does not count', () => {
  timer.suspend();
  setClock(kHour);
  vi.advanceTimersByTime(10_000);
  timer.restart();
  vi.advanceTimersByTime(kLimit - 1);
  expect(onInactivity).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(onInactivity).toHaveBeenCalledOnce();
});

test('a clock that was set forward, or a sleep, before something came does not count', () => {
  setClock(kHour);
  timer.restart();
  vi.advanceTimersByTime(kLimit - 1);
  expect(onInactivity).not.toHaveBeenCalled();
});

test('a clock that is set forward and back between two looks counts for nothing', () => {
  vi.advanceTimersByTime(1000);
  setClock(kHour);
  vi.advanceTimersByTime(1000);
  setClock(-kHour);
  vi.advanceTimersByTime(kLimit - 2001);
  expect(onInactivity).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(onInactivity).toHaveBeenCalledOnce();
});

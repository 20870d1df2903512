import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LostTime } from '../../../src-main/drivers/http/lost-time.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('counts how late the thread is, and what is being lost now', () => {
  let nowMs = 1000;
  const lost = new LostTime(() => nowMs);
  const pass = (ms: number) => {
    nowMs += ms;
    vi.advanceTimersByTime(ms);
  };
  lost.enter();
  const before = lost.totalMs();
  for (let tick = 0; tick < 20; tick += 1) pass(50);
  expect(lost.totalMs() - before).toBe(0);
  // Blocked for 400 ms: the tick was due after 50.
  nowMs += 400;
  expect(lost.totalMs() - before).toBe(350);
  vi.advanceTimersByTime(50);
  expect(lost.totalMs() - before).toBe(350);
  pass(50);
  expect(lost.totalMs() - before).toBe(350);
});

it('counts nothing while nobody follows', () => {
  let nowMs = 0;
  const lost = new LostTime(() => nowMs);
  lost.enter();
  lost.enter();
  lost.leave();
  nowMs += 250;
  lost.leave();
  expect(lost.totalMs()).toBe(200);
  nowMs += 60_000;
  expect(lost.totalMs()).toBe(200);
  lost.enter();
  expect(lost.totalMs()).toBe(200);
  lost.leave();
});

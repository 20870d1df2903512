import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CallLimit, type StopCause } from '../../../src-main/drivers/http/call-limit.ts';

let lostMs = 0;
const lost = { enter: () => undefined, leave: () => undefined, totalMs: () => lostMs };

beforeEach(() => {
  lostMs = 10_000;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call that is never answered: after which time it ended, and why. */
async function silence(loses: (passedMs: number) => number, timeoutMs = 5000): Promise<[number, StopCause]> {
  lostMs = 10_000;
  const limit = new CallLimit(timeoutMs, undefined, lost);
  const ended = limit.stage<never>(() => () => undefined);
  let passedMs = 0;
  while (limit.cause === null && passedMs < 60_000) {
    passedMs += 100;
    lostMs = 10_000 + loses(passedMs);
    await vi.advanceTimersByTimeAsync(100);
  }
  limit.release();
  return [passedMs, await ended];
}

it("silence is the miner's where this thread had the time to listen", async () => {
  expect(await silence(() => 0)).toEqual([5000, 'timeout']);
});

it("lost time is given back, and silence after that is the miner's", async () => {
  expect(await silence(() => 1200)).toEqual([6200, 'timeout']);
  // Also what is lost in the time that was given back.
  expect(await silence((passedMs) => passedMs * 0.25)).toEqual([6700, 'timeout']);
  // A short deadline is lost now and then on any computer.
  expect(await silence(() => 700, 100)).toEqual([800, 'timeout']);
});

it("silence is not the miner's where as much was lost as it had, and the call ends all the same", async () => {
  expect(await silence(() => 6000)).toEqual([11_000, 'late']);
  expect(await silence((passedMs) => passedMs)).toEqual([15_000, 'late']);
});

it('an answer in the time that was given back is read', async () => {
  const limit = new CallLimit(5000, undefined, lost);
  lostMs += 800;
  const answer = limit.stage<string>((end) => {
    setTimeout(() => end('the answer'), 5500);
    return () => undefined;
  });
  await vi.advanceTimersByTimeAsync(5600);
  expect(await answer).toBe('the answer');
  limit.release();
});

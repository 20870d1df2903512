import { expect, it, vi } from 'vitest';
import { LoopDelay } from '../../../src-main/runtime/loop-delay.ts';

const RESOLUTION_MS = 20;

/** A window of `count` samples, each as long as the resolution, with this 99th percentile. */
const windowOf = (count: number, p99Ms: number) => ({
  count,
  mean: RESOLUTION_MS * 1e6,
  percentile: () => (RESOLUTION_MS + p99Ms) * 1e6,
  enable: () => true,
  disable: () => true,
});

async function delayOf(...windows: ReturnType<typeof windowOf>[]): Promise<number | null> {
  vi.useFakeTimers();
  const next = windows.values();
  const delay = new LoopDelay(() => next.next().value as never);
  delay.start();
  for (const _ of windows.slice(1)) await vi.advanceTimersByTimeAsync(30_000);
  const p99Ms = delay.p99Ms();
  await delay.stop();
  vi.useRealTimers();
  return p99Ms;
}

it('the delay of the loop is not that of a window that has just begun, in which one task is a percentile', async () => {
  expect(await delayOf(windowOf(1500, 12), windowOf(100, 80))).toBe(12);
});

it('the delay of the loop is the longer one of the last window and one that is half over', async () => {
  expect(await delayOf(windowOf(1500, 12), windowOf(750, 80))).toBe(80);
  expect(await delayOf(windowOf(1500, 90), windowOf(1400, 30))).toBe(90);
});

it('the delay of the loop is that of the first window where there is no other, and unknown before a sample', async () => {
  expect(await delayOf(windowOf(10, 40))).toBe(40);
  expect(await delayOf(windowOf(0, 0))).toBeNull();
});

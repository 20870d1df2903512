import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallOptions } from '../../../src-main/drivers/call-options.ts';
import { CallCancellation, type StopCause } from '../../../src-main/drivers/http/call-cancellation.ts';
import { ExtendableDeadline } from '../../../src-main/drivers/http/extendable-deadline.ts';
import { failure, success } from '../../../src-main/drivers/outcome.ts';
import { readAction } from '../../../src-main/drivers/vnish/actions/read-action.ts';

let lostMs = 0;
const lost = { enter: () => undefined, leave: () => undefined, totalMs: () => lostMs };

beforeEach(() => {
  lostMs = 10_000;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call that is never answered: after what time it ended, and why. */
async function silence(loses: (passedMs: number) => number, timeoutMs = 5000): Promise<[number, StopCause]> {
  lostMs = 10_000;
  const limit = new CallCancellation(timeoutMs, undefined, lost);
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
  // Time that is lost during the extension counts too.
  expect(await silence((passedMs) => passedMs * 0.25)).toEqual([6700, 'timeout']);
  // Any computer loses as much as a short deadline from time to time.
  expect(await silence(() => 700, 100)).toEqual([800, 'timeout']);
});

it("silence is not the miner's where as much was lost as it had, and the call still ends", async () => {
  expect(await silence(() => 6000)).toEqual([11_000, 'starved']);
  expect(await silence((passedMs) => passedMs)).toEqual([15_000, 'starved']);
});

it('an answer in the time that was given back is read', async () => {
  const limit = new CallCancellation(5000, undefined, lost);
  lostMs += 800;
  const answer = limit.stage<string>((end) => {
    setTimeout(() => end('the answer'), 5500);
    return () => undefined;
  });
  await vi.advanceTimersByTimeAsync(5600);
  expect(await answer).toBe('the answer');
  limit.release();
});

describe('one deadline over several requests', () => {
  /** The first call is answered after some time, the second never: when and why that one ends. */
  async function second(firstMs: number, lostByThenMs: number): Promise<[number, StopCause]> {
    const deadline = new ExtendableDeadline(5000, lost);
    const beganMs = performance.now();
    const first = new CallCancellation(5000, { deadline }, lost);
    const answer = first.stage<string>((end) => {
      setTimeout(() => end('the answer'), firstMs);
      return () => undefined;
    });
    lostMs += lostByThenMs;
    await vi.advanceTimersByTimeAsync(firstMs);
    expect(await answer).toBe('the answer');
    first.release();
    const other = new CallCancellation(5000, { deadline }, lost);
    const ended = other.stage<never>(() => () => undefined);
    await vi.runAllTimersAsync();
    other.release();
    return [performance.now() - beganMs, await ended];
  }

  it('is no longer than that of one', async () => {
    expect(await second(2000, 0)).toEqual([5000, 'timeout']);
  });

  it('gives the time back once that was lost at the first', async () => {
    expect(await second(5500, 3000)).toEqual([8000, 'timeout']);
    expect(await second(2000, 3000)).toEqual([8000, 'timeout']);
  });

  it('is over all requests of a reading', async () => {
    const calls: (CallOptions | undefined)[] = [];
    const missing = async (_: unknown, call?: CallOptions) => {
      calls.push(call);
      return failure('not_found', 'no such page', { retryable: false });
    };
    const info = async (_: unknown, call?: CallOptions) => {
      calls.push(call);
      return success({ fw_version: null, uptime_s: null, hr_measure: null });
    };
    const client = { timeoutMs: 5000, readInfo: info, readStatus: missing, readPerfSummary: missing };
    const miner = { host: '127.1.0.1', port: 80, mac: '02:00:00:00:00:01', kind: 'vnish' };
    await readAction(client as never, miner, ['state', 'perf'], { nowMs: () => 0 }, { timeoutMs: 7000 });
    const [deadline, ...others] = new Set(calls.map((call) => call?.deadline));
    expect([calls.length, deadline?.timeoutMs, others]).toEqual([3, 7000, []]);
  });

  it("is not the miner's to keep where the first lost all of it", async () => {
    expect(await second(9900, 5000)).toEqual([10_000, 'starved']);
  });
});

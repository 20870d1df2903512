import { expect, it } from 'vitest';
import { observed } from '../../../../src-main/jobs/goal/known-miner.ts';
import { FreshestReadings } from '../../../../src-main/jobs/plan/freshest-readings.ts';
import { ManualClock } from '../../../fixtures/manual-clock.ts';

it('what acting read stands in for an older status for a minute, also where the clock is set back meanwhile', () => {
  for (const backMs of [0, 3_600_000]) {
    const clock = new ManualClock();
    const status = { id: 'a', now: observed({ state: 'mining' }), now_at: clock.nowMs() - 1000 };
    const seen = new FreshestReadings({ miner: () => status as never }, clock);
    seen.note('a', observed({ state: 'stopped' }));
    clock.setBack(backMs);
    clock.elapse(59_000);
    expect([backMs, seen.miner('a')?.now?.state]).toEqual([backMs, 'stopped']);
    clock.elapse(2000);
    expect([backMs, seen.miner('a')?.now?.state]).toEqual([backMs, 'mining']);
  }
});

it('a status that was read later counts', () => {
  const clock = new ManualClock();
  const status = { id: 'a', now: observed({ state: 'mining' }), now_at: clock.nowMs() };
  const seen = new FreshestReadings({ miner: () => status as never }, clock);
  seen.note('a', observed({ state: 'stopped' }));
  status.now_at += 1000;
  expect(seen.miner('a')?.now?.state).toBe('mining');
});

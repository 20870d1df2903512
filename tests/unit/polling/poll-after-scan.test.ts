import { expect, it } from 'vitest';
import { pollAfterScan } from '../../../src-main/polling/poll-after-scan.ts';
import { storedMiner } from '../../fixtures/fleet-entries.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { memoryFleet } from '../../fixtures/memory-fleet.ts';

it('polls a miner that answers a scan at once where its polls have failed, and no other', async () => {
  const miner = storedMiner();
  const clock = new ManualClock();
  const fleet = await memoryFleet(clock, [miner]);
  const polled: string[] = [];
  const polling = {
    async pollNow(id: string) {
      polled.push(id);
      return { ok: false, message: 'no reading' } as const;
    },
  };
  expect(pollAfterScan(miner.id, fleet, polling)).toBeNull();
  expect(pollAfterScan('02:95:23:00:00:99', fleet, polling)).toBeNull();
  fleet.readings.pollFailed(miner.id, 'timeout', clock.nowMs() + 300_000);
  expect(await pollAfterScan(miner.id, fleet, polling)).toEqual({ ok: false, message: 'no reading' });
  expect(polled).toEqual([miner.id]);
  fleet.readings.pollSucceeded(miner.id, clock.nowMs() + 15_000);
  expect(pollAfterScan(miner.id, fleet, polling)).toBeNull();
});

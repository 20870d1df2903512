import { expect, it } from 'vitest';
import { failure } from '../../../src-main/drivers/outcome.ts';
import { pollAfterScan } from '../../../src-main/polling/poll-after-scan.ts';
import { Polling } from '../../../src-main/polling/polling.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

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
    takeRetry: () => true,
  };
  expect(pollAfterScan(miner.id, false, fleet, polling)).toBeNull();
  expect(pollAfterScan('02:95:23:00:00:99', true, fleet, polling)).toBeNull();
  fleet.readings.pollFailed(miner.id, 'timeout', clock.nowMs() + 300_000, clock.nowMs());
  expect(await pollAfterScan(miner.id, false, fleet, polling)).toEqual({ ok: false, message: 'no reading' });
  expect(polled).toEqual([miner.id]);
  fleet.readings.pollSucceeded(miner.id, clock.nowMs() + 15_000);
  expect(pollAfterScan(miner.id, false, fleet, polling)).toBeNull();
});

it('leaves a miner alone ever longer that answers every scan and no poll, until it has a new key', async () => {
  const miner = storedMiner({ managed: true, api_key_sealed: 'key' });
  const clock = new ManualClock();
  const fleet = await memoryFleet(clock, [miner]);
  let polls = 0;
  const fails = async () => failure('http_error', 'Could not parse file', { retryable: true });
  const polling: Polling = new Polling({
    minerGateway: {
      readStatus: async () => {
        polls += 1;
        return fails();
      },
      readModel: fails,
      readBoards: fails,
    },
    fleet,
    clock,
    settings: () => Settings.parse({ intervals: { discovery_seconds: 5, status_seconds: 15, telemetry_seconds: 60 } }),
    random: () => 0.5,
    onError: (error) => {
      throw error;
    },
  });
  polling.start();
  const scan = (hasNewKey: boolean): void => void pollAfterScan(miner.id, hasNewKey, fleet, polling);
  for (let scans = 0; scans < 60; scans++) {
    await clock.advance(5000);
    scan(false);
  }
  await clock.advance(1000);
  // At 0 s; again after the first scan; then after 15, 30, 60, 120 s and so on.
  expect(polls).toBe(6);
  scan(true);
  await clock.advance(1000);
  expect(polls).toBe(7);
  await polling.stop();
});

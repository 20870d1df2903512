import { expect, it } from 'vitest';
import { farmForJobs } from '../../../src-main/app/jobs/farm-for-jobs.ts';
import type { PerfReading, StatusReading } from '../../../src-main/drivers/readings.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { aStatus } from '../store/farm-fixture.ts';

const MINER = '02:95:23:00:00:01';

it('a preview knows the preset switcher of a miner, as it was read last with the preset', async () => {
  const clock = new ManualClock();
  const fleet = await memoryFleet(clock, [storedMiner()], [storedModel()]);
  const farm = farmForJobs(fleet, () => momentOf(clock.nowMs(), 15));
  const { figures, fans, chains, pools } = aStatus(1, 0);
  const reading: StatusReading = { ...figures, fans: [...fans], chains: [...chains], pools: [...pools] };
  const switcher = { enabled: true, top: '2900', min: null };
  const perf = { preset: '2500', preset_hashrate_hs: null, switcher } as PerfReading;
  fleet.readings.recordStatus(MINER, reading, perf);
  expect(farm.miner(MINER)?.now).toMatchObject({ preset: '2500', switcher });
  // Not every poll reads it.
  fleet.readings.recordStatus(MINER, reading, null);
  expect(farm.miner(MINER)?.now).toMatchObject({ preset: '2500', switcher });
});

it('a pool that hardly any other miner has is known as foreign', async () => {
  const clock = new ManualClock();
  const ids = Array.from({ length: 12 }, (_, at) => `02:95:23:00:00:${String(at + 10)}`);
  const stored = ids.map((id) => storedMiner({ id, managed: true }));
  const fleet = await memoryFleet(clock, stored, [storedModel()]);
  const { figures, fans, chains, pools } = aStatus(1, 0);
  const reading: StatusReading = { ...figures, fans: [...fans], chains: [...chains], pools: [...pools] };
  for (const id of ids) fleet.readings.recordStatus(id, reading, null);
  // The farm's pools are counted again from time to time.
  await clock.advance(60_000);
  const miner = farmForJobs(fleet, () => momentOf(clock.nowMs(), 15)).miner(ids[0] ?? '');
  const own = pools[0] ?? { url: null, user: null };
  expect(miner?.isForeignPool?.({ url: own.url, user: own.user })).toBe(false);
  expect(miner?.isForeignPool?.({ url: 'stratum+tcp://pool.thief.example:3333', user: 'thief.w1' })).toBe(true);
});

it('the figures of a miner that measures nothing any more are not known', async () => {
  const clock = new ManualClock();
  const fleet = await memoryFleet(clock, [storedMiner({ managed: true })], [storedModel()]);
  const farm = farmForJobs(fleet, () => momentOf(clock.nowMs(), 15));
  const { figures, fans, chains, pools } = aStatus(1, 0);
  const reading: StatusReading = { ...figures, fans: [...fans], chains: [...chains], pools: [...pools] };
  fleet.readings.recordStatus(MINER, reading, null);
  expect(farm.miner(MINER)?.now?.hashrate_hs).toBe(figures.hashrate_hs);
  while (fleet.miner(MINER)?.figures_unchanged_since_at === null && clock.nowMs() < 1e14) {
    await clock.advance(15_000);
    fleet.readings.recordStatus(MINER, reading, null);
  }
  expect(farm.miner(MINER)?.now).toMatchObject({ hashrate_hs: null, power_w: null, state: 'mining' });
});

import { freshReading, type Moment, maintenanceNow, needsAttention } from '../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/**
 * Why hash rate is lost. `resting`: stopped on purpose. `other`: starting, tuning, without a reading,
 * or nearly whole.
 */
export const LOST_PARTS = ['problems', 'resting', 'other'] as const;
export type LostPart = (typeof LOST_PARTS)[number];

/**
 * The lost hash rate of one algorithm by its reason, in hashes per second. The sum is the expected
 * hash rate of the farm minus the present one.
 */
export function lostParts(
  miners: readonly Miner[],
  algorithm: string,
  moment: Moment,
): Readonly<Record<LostPart, number>> {
  const parts = { problems: 0, resting: 0, other: 0 };
  for (const miner of miners) {
    if (miner.algorithm !== algorithm || !miner.managed) continue;
    const expected = miner.latest_status?.hashrate_expected_hs ?? null;
    if (expected === null) continue;
    const lost = expected - (freshReading(miner, moment)?.hashrate_hs ?? 0);
    if (lost !== 0) parts[reasonOf(miner, moment)] += lost;
  }
  return parts;
}

function reasonOf(miner: Miner, moment: Moment): LostPart {
  if (maintenanceNow(miner, moment) !== null) return 'resting';
  if (needsAttention(miner) || !miner.online) return 'problems';
  return minerState(miner, moment).kind === 'paused' ? 'resting' : 'other';
}

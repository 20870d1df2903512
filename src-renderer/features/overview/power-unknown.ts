import { readingEfficiency, scryptJPerGh } from '../../../src-shared/judging/efficiency.ts';
import { freshReading, isHashing, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/** A smaller part of the farm changes its efficiency by less than the displayed precision. */
const SHARE_THAT_COUNTS = 0.02;

/**
 * Whether too many hashing miners of an algorithm report no power for the totals of the farm to
 * give its efficiency. Miners that have just started are not counted: they may not report it yet.
 */
export function isPowerUnknown(miners: readonly Miner[], algorithm: string, moment: Moment): boolean {
  const hashing = miners.filter(
    (miner) => miner.algorithm === algorithm && !miner.settling && isHashing(miner, moment),
  );
  const hiding = hashing.filter((miner) => {
    const status = freshReading(miner, moment);
    return (algorithm === 'scrypt' ? scryptJPerGh(status) : readingEfficiency(status, algorithm)) === null;
  });
  return hiding.length > hashing.length * SHARE_THAT_COUNTS;
}

/** The mean power of the hashing miners that report it; null if there are none. */
export function powerPerMiner(miners: readonly Miner[], moment: Moment): number | null {
  let [watts, count] = [0, 0];
  for (const miner of miners) {
    const power = isHashing(miner, moment) ? (freshReading(miner, moment)?.power_w ?? null) : null;
    if (power === null) continue;
    watts += power;
    count += 1;
  }
  return count === 0 ? null : watts / count;
}

import { readingEfficiency, scryptJPerGh } from '../../../src-shared/judging/efficiency.ts';
import { freshReading, isHashing, type Moment } from '../../../src-shared/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/** A smaller part of the farm moves its efficiency by less than is shown. */
const SHARE_THAT_COUNTS = 0.02;

/**
 * Whether so many miners of an algorithm hash without showing at what power that the sums of the
 * farm are not its efficiency. One that has just begun to mine may show none yet.
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

import { freshReading, isHashing, type Moment } from '../../../src-shared/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { readingEfficiency, scryptJPerGh } from '../../../src-shared/rules/efficiency.ts';

/** Whether a miner of an algorithm hashes, and does not show at what power. */
export function hidesPower(miner: Miner, algorithm: string, moment: Moment): boolean {
  if (miner.algorithm !== algorithm || !isHashing(miner, moment)) return false;
  const status = freshReading(miner, moment);
  return (algorithm === 'scrypt' ? scryptJPerGh(status) : readingEfficiency(status, algorithm)) === null;
}

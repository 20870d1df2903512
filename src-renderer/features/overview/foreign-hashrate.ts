import { freshReading, type Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';

/**
 * The hash rate of one algorithm that works for foreign pools now, in hashes per second, and of how
 * many miners it is. The farm earns nothing with it.
 */
export function foreignHashrate(
  miners: readonly Miner[],
  algorithm: string,
  moment: Moment,
): { readonly hashrateHs: number; readonly miners: number } {
  let [hashrateHs, count] = [0, 0];
  for (const miner of miners) {
    if (miner.algorithm !== algorithm || !miner.attention.some(({ code }) => code === 'pool_foreign')) continue;
    const own = freshReading(miner, moment)?.hashrate_hs ?? 0;
    if (own === 0) continue;
    hashrateHs += own;
    count += 1;
  }
  return { hashrateHs, miners: count };
}

import type { Miner } from '../../../src-shared/model/index.ts';

/** Number of miners above the max preset of their model, as in the list of problems. */
export function countAbove(miners: readonly Pick<Miner, 'attention'>[]): number {
  return miners.filter(({ attention }) => attention.some(({ code }) => code === 'above_max_preset')).length;
}

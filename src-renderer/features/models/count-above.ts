import type { Miner } from '../../../src-shared/model/index.ts';

/** How many miners run above the max preset of their model, as the list of problems has it. */
export function countAbove(miners: readonly Pick<Miner, 'attention'>[]): number {
  return miners.filter(({ attention }) => attention.some(({ code }) => code === 'above_max_preset')).length;
}

import type { Miner } from '../../src-shared/model/index.ts';

/** Number of miners that would be monitored if their models had a max preset. */
export function countWaitingForPreset(miners: readonly Miner[]): number {
  return miners.reduce((count, { polling }) => count + (polling.reason_code === 'no_max_preset' ? 1 : 0), 0);
}

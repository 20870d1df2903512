import type { Miner } from '../../src-shared/model/index.ts';

/** How many miners could be read if their models had a max preset. */
export function waitingForPreset(miners: readonly Miner[]): number {
  return miners.reduce((count, { polling }) => count + (polling.reason_code === 'no_max_preset' ? 1 : 0), 0);
}

/** Says so in a sentence; null where none is waiting. */
export function waitingForPresetWords(count: number): string | null {
  if (count === 0) return null;
  if (count === 1) return '1 miner is found, but not polled: its model has no max preset yet.';
  return `${count.toLocaleString('en')} miners are found, but not polled: their models have no max preset yet.`;
}

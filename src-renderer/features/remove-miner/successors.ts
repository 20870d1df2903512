import type { Miner } from '../../../src-shared/model/index.ts';

/**
 * The miners that can replace another one: all others, or none while it is online. The most likely
 * first: of the same model, unmanaged, found last.
 */
export function successorsOf(miner: Miner, miners: readonly Miner[]): readonly Miner[] {
  if (miner.online) return [];
  const doubts = (other: Miner): number =>
    (other.online ? 0 : 4) + (other.managed ? 2 : 0) + (other.model_alias === miner.model_alias ? 0 : 1);
  return miners
    .filter((other) => other.id !== miner.id)
    .sort((a, b) => doubts(a) - doubts(b) || b.first_seen_at - a.first_seen_at);
}

import type { Miner } from '../../../src-shared/model/index.ts';

/**
 * Which miners can take the place of another: all others, and none while it is online. The likeliest
 * first: of the same model, not managed yet, found last.
 */
export function successorsOf(miner: Miner, miners: readonly Miner[]): readonly Miner[] {
  if (miner.online) return [];
  const doubts = (other: Miner): number =>
    (other.online ? 0 : 4) + (other.managed ? 2 : 0) + (other.model_alias === miner.model_alias ? 0 : 1);
  return miners
    .filter((other) => other.id !== miner.id)
    .sort((a, b) => doubts(a) - doubts(b) || b.first_seen_at - a.first_seen_at);
}

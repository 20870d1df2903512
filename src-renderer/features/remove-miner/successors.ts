import type { Miner } from '../../../src-shared/model/index.ts';

/**
 * The miners that can replace another one: all others, or none while it is online. The most likely
 * first: at its last address, of the same model, unmanaged, found last.
 */
export function successorsOf(miner: Miner, miners: readonly Miner[]): readonly Miner[] {
  if (miner.online) return [];
  const doubts = (other: Miner): number =>
    (isAtItsAddress(other, miner) ? 0 : 8) +
    (other.online ? 0 : 4) +
    (other.managed ? 2 : 0) +
    (other.model_alias === miner.model_alias ? 0 : 1);
  return miners
    .filter((other) => other.id !== miner.id)
    .sort((a, b) => doubts(a) - doubts(b) || b.first_seen_at - a.first_seen_at);
}

/** The miner that is new at the address of an offline one, which is chosen beforehand; null if none is. */
export function likelySuccessor(
  { at_its_address: newcomer }: Pick<Miner, 'at_its_address'>,
  candidates: readonly Miner[],
): string | null {
  if (newcomer == null || newcomer.since_at === null) return null;
  return candidates.some(({ id }) => id === newcomer.miner_id) ? newcomer.miner_id : null;
}

function isAtItsAddress(other: Miner, { id, last_ip }: Miner): boolean {
  return other.id !== id && other.ip !== null && other.ip === last_ip;
}

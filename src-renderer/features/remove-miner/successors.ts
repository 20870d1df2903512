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

/**
 * The miner that answers at the last address of an offline one, and was first found there after it
 * was last read: after a new control board, the same machine. Null if there is none.
 */
export function newcomerAtItsAddress(miner: Miner, miners: readonly Miner[]): Miner | null {
  const lastReadAt = miner.latest_status?.recorded_at ?? miner.first_seen_at;
  const isNew = (other: Miner): boolean => isAtItsAddress(other, miner) && other.first_seen_at > lastReadAt;
  return miner.online ? null : (miners.find(isNew) ?? null);
}

function isAtItsAddress(other: Miner, { id, last_ip }: Miner): boolean {
  return other.id !== id && other.ip !== null && other.ip === last_ip;
}

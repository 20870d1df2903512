import type { Incident, Miner } from '../model/index.ts';

type Ended = Pick<Incident, 'miner_ids' | 'resolved_at' | 'resolved_by'>;

/**
 * The ids of those miners whose problems began before an operator has resolved them by hand, and are
 * still there. `incidents`: those that are over.
 */
export function resolvedByHand(
  miners: readonly Pick<Miner, 'id' | 'attention'>[],
  incidents: readonly Ended[],
): ReadonlySet<string> {
  const endedAt = new Map<string, number>();
  for (const { miner_ids, resolved_at, resolved_by } of incidents) {
    if (resolved_at === null || resolved_by === null) continue;
    for (const id of miner_ids) endedAt.set(id, Math.max(resolved_at, endedAt.get(id) ?? 0));
  }
  const isOver = ({ id, attention }: Pick<Miner, 'id' | 'attention'>): boolean => {
    const at = endedAt.get(id);
    return at !== undefined && attention.every(({ since_at = null }) => since_at === null || since_at <= at);
  };
  return new Set(miners.filter(isOver).map(({ id }) => id));
}

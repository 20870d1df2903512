import { needsAttention } from '../../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner } from '../../../../src-shared/model/index.ts';

/** Miners with a problem that is in no incident, by the reason for that. */
export interface UnlistedMiners {
  /** It may become one, or no rule is about it. */
  readonly heard: readonly Miner[];
  /** In maintenance, or the rule is muted for it. */
  readonly silent: readonly Miner[];
  /** An operator has resolved it by hand. */
  readonly resolved: readonly Miner[];
}

/** The miners with a problem that is in no incident. */
export function unlistedMiners(miners: readonly Miner[], incidents: readonly Incident[]): readonly Miner[] {
  const listed = new Set(incidents.flatMap(({ miner_ids }) => miner_ids));
  return miners.filter((miner) => needsAttention(miner) && !listed.has(miner.id));
}

/** `withoutSilent` removes from a miner what is silent now; `resolved`: the ids of those that were resolved by hand. */
export function byReason(
  unlisted: readonly Miner[],
  withoutSilent: (miner: Miner) => Miner,
  resolved: ReadonlySet<string>,
): UnlistedMiners {
  const reasons: Record<keyof UnlistedMiners, Miner[]> = { heard: [], silent: [], resolved: [] };
  for (const miner of unlisted) {
    const heard = withoutSilent(miner);
    if (!needsAttention(heard)) reasons.silent.push(miner);
    else if (resolved.has(miner.id)) reasons.resolved.push(miner);
    else reasons.heard.push(heard);
  }
  return reasons;
}

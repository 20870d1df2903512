import { DAY_MS } from '../milliseconds.ts';
import type { Chain, Miner } from '../model/index.ts';
import { isHashing } from './firmware-state.ts';

/** How many chips of a miner its firmware rates as weak (orange) and bad (red). */
export type WeakChipCounts = NonNullable<Miner['weak_chips']>;

/**
 * Of all its boards together; null if none has grades. Whether they count now is decided for the
 * row of the miner (src-main/fleet/miner-row.ts).
 */
export function countWeakChips(chains: readonly Pick<Chain, 'chips_orange' | 'chips_red'>[]): WeakChipCounts | null {
  const graded = chains.filter(({ chips_orange, chips_red }) => chips_orange !== null || chips_red !== null);
  if (graded.length === 0) return null;
  const sum = (of: 'chips_orange' | 'chips_red') => graded.reduce((total, chain) => total + (chain[of] ?? 0), 0);
  return { weak: sum('chips_orange'), bad: sum('chips_red') };
}

/**
 * The counts as known now; null if unknown. Grades change over days: a reading of the last day
 * counts, if the miner hashed.
 */
export function knownWeakChips(
  {
    weak_chips,
    latest_status,
  }: {
    readonly weak_chips?: WeakChipCounts | null | undefined;
    readonly latest_status: { readonly recorded_at: number; readonly state: string | null } | null;
  },
  nowMs: number,
): WeakChipCounts | null {
  if (latest_status === null || nowMs - latest_status.recorded_at > DAY_MS) return null;
  return isHashing(latest_status.state) ? (weak_chips ?? null) : null;
}

/** A rank for sorting: one bad chip counts more than any number of weak ones. */
export const weakChipsRank = ({ weak, bad }: WeakChipCounts): number => bad * 10_000 + weak;

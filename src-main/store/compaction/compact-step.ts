import type { GroupShare } from '../../history/group-shares.ts';
import type { TierName } from '../../history/tiers.ts';
import type { HistoryBlock } from '../queries/history/history-blocks.ts';

/**
 * One step of compaction: an hour of a miner's statuses or chips, or a day of its roll-ups for the
 * next tier.
 */
export interface CompactTask {
  readonly kind: 'status_hour' | 'chip_hour' | 'status_day' | 'chip_day';
  readonly miner_key: number;
  readonly from_at: number;
}

/** All changes of a step, for one transaction. */
export interface CompactedStep {
  readonly blocks: readonly HistoryBlock[];
  readonly closes: readonly { readonly tier: TierName; readonly miner_key: number; readonly from_at: number }[];
  readonly miner_key: number;
  /**
   * The rows of the hour up to this id are now in its block: they are no longer read, and are
   * deleted later (delete-compacted-rows.ts).
   */
  readonly compacted: {
    readonly kind: 'status' | 'chip';
    readonly from_at: number;
    readonly through_id: number;
  } | null;
  /** The span that was filled from the miner's own memory; null if none was. */
  readonly filled: { readonly from_at: number; readonly to_at: number } | null;
  readonly shares: readonly GroupShare[];
}

/** A step that changes nothing yet. */
export const NOTHING = { blocks: [], closes: [], compacted: null, filled: null, shares: [] };

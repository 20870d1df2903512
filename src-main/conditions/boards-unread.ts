import { FAILURES_BEFORE_UNREAD, staleAfterMs } from '../../src-shared/judging/thresholds.ts';
import type { BoardsPollFacts, MinerFacts } from './facts.ts';

/** Since when and why the boards of a miner are not read although the miner is. */
export interface BoardsUnread {
  readonly sinceAt: number;
  readonly reason: string;
  /** Its firmware reports no boards, so that no action can change it. */
  readonly missing: boolean;
}

/**
 * Whether a reading of the boards is stale, compared with the miner's latest status, so that a
 * pause of the program does not count.
 */
export function isBoardReadingOld(
  readAt: number,
  { latest }: Pick<MinerFacts, 'latest'>,
  telemetryMs: number,
): boolean {
  return (latest?.recorded_at ?? readAt) - readAt > staleAfterMs(telemetryMs);
}

/** Null while boards are read, or have not failed for long: single requests fail by chance. */
export function boardsUnread(
  { boardsPoll, latest }: Pick<MinerFacts, 'latest'> & { readonly boardsPoll: BoardsPollFacts },
  telemetryMs: number,
): BoardsUnread | null {
  const { failure, lastReadAt } = boardsPoll;
  if (failure === null || latest === null || failure.tries < FAILURES_BEFORE_UNREAD) return null;
  const sinceAt = lastReadAt ?? failure.sinceAt;
  if (latest.recorded_at - sinceAt <= staleAfterMs(telemetryMs)) return null;
  return { sinceAt, reason: failure.message, missing: failure.missing && lastReadAt === null };
}

import { FAILURES_BEFORE_UNREAD, staleAfterMs } from '../../src-shared/judging/thresholds.ts';
import type { BoardsPollFacts, MinerFacts } from './facts.ts';

/** That, since when and why the boards of a miner are not read although the miner is. */
export interface BoardsUnread {
  readonly sinceAt: number;
  readonly reason: string;
  /** Its firmware has no list of boards: no action can change that. */
  readonly missing: boolean;
}

/**
 * Whether a reading of the boards is older than the miner's latest status by far, so that a pause
 * of the program ages neither.
 */
export function isBoardReadingOld(
  readAt: number,
  { latest }: Pick<MinerFacts, 'latest'>,
  telemetryMs: number,
): boolean {
  return (latest?.recorded_at ?? readAt) - readAt > staleAfterMs(telemetryMs);
}

/** Null while they are read, or have not failed for long: single requests are lost by chance. */
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

import { STALE_AFTER_INTERVALS } from '../../src-shared/rules/thresholds.ts';
import type { BoardsPoll, Entry } from '../fleet/entry.ts';

/** That, since when and why the boards of a miner are not read although the miner is. */
export interface BoardsUnread {
  readonly sinceAt: number;
  readonly reason: string;
  /** Its firmware has no list of boards: nobody can do anything about it. */
  readonly missing: boolean;
}

/** Whether a reading of the boards tells about the time of the miner's latest status, so that a pause of the program ages neither. */
export function isBoardReadingOld(readAt: number, entry: Pick<Entry, 'latest'>, telemetryMs: number): boolean {
  return (entry.latest?.recorded_at ?? readAt) - readAt > STALE_AFTER_INTERVALS * telemetryMs;
}

/** Null while they are read, or have not failed for long. */
export function boardsUnread(
  { boardsPoll, latest }: { readonly boardsPoll: BoardsPoll; readonly latest: Entry['latest'] },
  telemetryMs: number,
): BoardsUnread | null {
  const { failure, lastReadAt } = boardsPoll;
  if (failure === null || latest === null) return null;
  const sinceAt = lastReadAt ?? failure.sinceAt;
  if (latest.recorded_at - sinceAt <= STALE_AFTER_INTERVALS * telemetryMs) return null;
  return { sinceAt, reason: failure.message, missing: failure.missing && lastReadAt === null };
}

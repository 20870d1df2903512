import { minerName } from '../../src-shared/miner-name.ts';
import type { Anomaly, FindingCounts } from '../../src-shared/model/index.ts';
import type { Entry } from '../fleet/entry.ts';
import { isBoardReadingOld } from './boards-unread.ts';
import { type Finding, placeOf } from './finding.ts';

/** What stood out at the latest look, and since when. */
export interface FindingSet {
  readonly readAt: number;
  /** False once the miner has begun to start, tune or stop: what stood out is kept for its beginning alone until the next look. */
  readonly current: boolean;
  readonly findings: readonly DatedFinding[];
}

export interface DatedFinding extends Finding {
  /** Null where it stood out at the first look already, so that nobody knows for how long. */
  readonly since_at: number | null;
}

/** Takes a new look in: what stood out before keeps its beginning, whatever its words are now. `before` is null at the first look. */
export function observe(before: FindingSet | null, found: readonly Finding[], now: number): FindingSet {
  const began = new Map(before?.findings.map((finding) => [placeOf(finding), finding.since_at]));
  const findings = found.map((finding) => {
    const place = placeOf(finding);
    const sinceAt = began.has(place) ? (began.get(place) ?? null) : before === null ? null : now;
    return { ...finding, since_at: sinceAt };
  });
  return { readAt: now, current: true, findings };
}

/** Nothing is said of boards and chips while low figures are the plan. */
export function invalidate(standing: FindingSet | null): FindingSet | null {
  return standing === null || !standing.current ? standing : { ...standing, current: false };
}

/** What stands out about a miner now; nothing about one that is not read, whatever was seen of it before. */
export function anomaliesOf(entry: Entry, context: FindingContext): Anomaly[] {
  const name = minerName(entry.stored);
  return currentFindings(entry, context).map(({ readAt, ...finding }) => ({
    ...finding,
    chip_ids: [...finding.chip_ids],
    chip_positions: [...finding.chip_positions],
    miner_id: entry.stored.id,
    miner_name: name,
    recorded_at: readAt,
  }));
}

/** How many findings of each severity a miner has: as many as `anomaliesOf` lists. */
export function countFindings(entry: Entry, context: FindingContext): FindingCounts {
  const counts = { critical: 0, warning: 0, notice: 0 };
  for (const { severity } of currentFindings(entry, context)) counts[severity] += 1;
  return counts;
}

export interface FindingContext {
  /** Whether the miner is polled. */
  readonly isRead: boolean;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: number;
}

/**
 * The findings that tell about now. What its boards tell ages with its status: it is no news any more when the miner has been read so much
 * longer than they. What both looks found is told once, as its boards tell it.
 */
export function currentFindings(
  entry: Entry,
  context: FindingContext,
): readonly (DatedFinding & { readonly readAt: number })[] {
  const boards = currentBoards(entry, context);
  const whole = isSeen(entry, context) && entry.whole?.current === true ? entry.whole : null;
  if (boards === null) return dated(whole);
  if (whole === null) return dated(boards);
  const places = new Set(boards.findings.map(placeOf));
  return [...dated(whole).filter((finding) => !places.has(placeOf(finding))), ...dated(boards)];
}

/** The look at its boards, if it tells about now. */
export function currentBoards(entry: Entry, context: FindingContext): FindingSet | null {
  const { boards } = entry;
  if (!isSeen(entry, context) || boards === null || !boards.current) return null;
  return isBoardReadingOld(boards.readAt, entry, context.telemetryMs) ? null : boards;
}

function isSeen({ stored }: Entry, { isRead }: FindingContext): boolean {
  return isRead && stored.ip !== null;
}

function dated(look: FindingSet | null) {
  return look === null ? [] : look.findings.map((finding) => ({ ...finding, readAt: look.readAt }));
}

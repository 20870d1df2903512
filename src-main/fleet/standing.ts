import { minerName } from '../../src-shared/miner-name.ts';
import type { Anomaly, FindingCounts } from '../../src-shared/model/index.ts';
import type { Entry } from './entry.ts';
import type { Finding } from './finding.ts';

/** What stood out at the latest look, and since when. */
export interface Standing {
  readonly readAt: number;
  /** False once the miner has begun to start, tune or stop: what stood out is kept for its beginning alone until the next look. */
  readonly current: boolean;
  readonly findings: readonly StandingFinding[];
}

export interface StandingFinding extends Finding {
  /** Null where it stood out at the first look already, so that nobody knows for how long. */
  readonly since_at: number | null;
}

/** Takes a new look in: what stood out before keeps its beginning, whatever its words are now. `before` is null at the first look. */
export function lookedAt(before: Standing | null, found: readonly Finding[], now: number): Standing {
  const began = new Map(before?.findings.map((finding) => [placeOf(finding), finding.since_at]));
  const findings = found.map((finding) => {
    const place = placeOf(finding);
    const sinceAt = began.has(place) ? (began.get(place) ?? null) : before === null ? null : now;
    return { ...finding, since_at: sinceAt };
  });
  return { readAt: now, current: true, findings };
}

/** Nothing is said of boards and chips while low figures are the plan. */
export function setAside(standing: Standing | null): Standing | null {
  return standing === null || !standing.current ? standing : { ...standing, current: false };
}

/** What stands out about a miner now; nothing about one that is not read, whatever was seen of it before. */
export function anomaliesOf(entry: Entry, isRead: boolean): Anomaly[] {
  const name = minerName(entry.stored);
  return currentLooks(entry, isRead).flatMap(({ readAt, findings }) =>
    findings.map((finding) => ({
      ...finding,
      chip_ids: [...finding.chip_ids],
      chip_positions: [...finding.chip_positions],
      miner_id: entry.stored.id,
      miner_name: name,
      recorded_at: readAt,
    })),
  );
}

/** How many findings of each severity a miner has: as many as `anomaliesOf` lists. */
export function countFindings(entry: Entry, isRead: boolean): FindingCounts {
  const counts = { critical: 0, warning: 0, notice: 0 };
  for (const { findings } of currentLooks(entry, isRead)) for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** The looks that tell about now. */
export function currentLooks({ stored, whole, boards }: Entry, isRead: boolean): readonly Standing[] {
  if (!isRead || stored.ip === null) return [];
  return [whole, boards].filter((look) => look !== null).filter((look) => look.current);
}

function placeOf({ code, chain_id }: Finding): string {
  return `${code} ${chain_id ?? ''}`;
}

import { isMeantToHash, isStarting, shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import type { HistoryMark } from '../../src-shared/model/index.ts';
import type { ChangeFigures } from './status-block.ts';

/** An event of one miner, or of none in particular. */
export interface MarkedMoment {
  readonly kind: HistoryMark['kind'];
  readonly at: number;
  readonly miner_id: string | null;
  readonly job_id: string | null;
  readonly detail: string | null;
}

/** Clocks of a miner and of this computer differ slightly, and a reading takes some time. */
const CLOCK_SLACK_S = 30;

/**
 * Restarts and preset changes in the readings of one miner, in order of time. A restart: the
 * machine or mining starts again, or its own counter of seconds is lower than before.
 */
export function changesInReadings(miner_id: string, readings: readonly ChangeFigures[]): MarkedMoment[] {
  const found: MarkedMoment[] = [];
  for (let i = 1; i < readings.length; i++) {
    const [before, now] = [readings[i - 1] as ChangeFigures, readings[i] as ChangeFigures];
    const about = { at: now.recorded_at, miner_id, job_id: null };
    if (isRestart(before, now)) found.push({ ...about, kind: 'restart', detail: null });
    if (before.preset !== null && now.preset !== null && before.preset !== now.preset)
      found.push({ ...about, kind: 'preset', detail: `${before.preset} → ${now.preset}` });
  }
  return found;
}

function isRestart(before: ChangeFigures, now: ChangeFigures): boolean {
  if (isLower(before.uptime_s, now.uptime_s)) return true;
  if (isStarting(now.state)) return shouldHashNow(before.state);
  const isSame = isMeantToHash(before.state) && before.state === now.state;
  return isSame && isLower(before.state_seconds, now.state_seconds);
}

function isLower(before: number | null, now: number | null): boolean {
  return before !== null && now !== null && now < before - CLOCK_SLACK_S;
}

/**
 * Marks for a chart of `slotMs`: similar events within a slot are one mark, and so is everything
 * that one job does. The oldest first.
 */
export function marksOf(moments: readonly MarkedMoment[], slotMs: number): HistoryMark[] {
  const groups = Map.groupBy(moments, ({ kind, at, job_id, detail }) =>
    kind === 'job' ? `job ${job_id} ${detail}` : [kind, Math.floor(at / slotMs), detail].join(' '),
  );
  return [...groups.values()]
    .map((alike): HistoryMark => {
      const miners = new Set(alike.map(({ miner_id }) => miner_id).filter((id) => id !== null));
      const ats = alike.map(({ at }) => at);
      const { kind, job_id, detail } = alike[0] as MarkedMoment;
      return {
        kind,
        from_at: ats.reduce((least, at) => Math.min(least, at)),
        to_at: ats.reduce((most, at) => Math.max(most, at)),
        count: miners.size,
        miner_id: miners.size === 1 ? ([...miners][0] ?? null) : null,
        job_id,
        detail,
      };
    })
    .sort((a, b) => a.from_at - b.from_at);
}

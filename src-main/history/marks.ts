import { isMeantToHash, isStarting, shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import { isAboveMaxPreset } from '../../src-shared/judging/max-preset.ts';
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

/** A preset switcher that begins below what it ran before has raised it again after this. */
const RAMP_MS = 600_000;

interface Change {
  readonly at: number;
  /** Null for a restart. */
  readonly preset: { readonly before: string; readonly now: string } | null;
}

/**
 * Restarts and preset changes in the readings of one miner, in order of time. A restart: the
 * machine or mining starts again, or its own counter of seconds is lower than before. What comes
 * after a restart until the miner runs its preset of before again is a part of that restart.
 */
export function changesInReadings(miner_id: string, readings: readonly ChangeFigures[]): MarkedMoment[] {
  const changes: Change[] = [];
  for (let i = 1; i < readings.length; i++) {
    const [before, now] = [readings[i - 1] as ChangeFigures, readings[i] as ChangeFigures];
    const at = now.recorded_at;
    if (isRestart(before, now)) changes.push({ at, preset: null });
    if (before.preset !== null && now.preset !== null && before.preset !== now.preset)
      changes.push({ at, preset: { before: before.preset, now: now.preset } });
  }
  const readUntil = readings.at(-1)?.recorded_at ?? 0;
  const found: MarkedMoment[] = [];
  for (let i = 0; i < changes.length; i++) {
    const { at, preset } = changes[i] as Change;
    const about = { at, miner_id, job_id: null };
    if (preset !== null) {
      found.push({ ...about, kind: 'preset', detail: `${preset.before} → ${preset.now}` });
      continue;
    }
    const ramp = rampAfter(at, changes.slice(i + 1), readUntil);
    found.push({ ...about, kind: 'restart', detail: ramp?.words ?? null });
    i += ramp?.changes ?? 0;
  }
  return found;
}

/**
 * How a miner came back to its preset after a restart, in words, and how many of the next changes are
 * part of that; null if it did not leave it, or has stayed below it.
 */
function rampAfter(
  restartAt: number,
  later: readonly Change[],
  readUntil: number,
): { readonly words: string; readonly changes: number } | null {
  const passed = new Set<string>();
  let from: string | null = null;
  let changes = 0;
  for (const { at, preset } of later) {
    if (at > restartAt + RAMP_MS) break;
    changes += 1;
    if (preset === null) continue;
    from ??= preset.before;
    if (preset.now === from) return { words: `ramped up over ${[...passed].join(', ')}`, changes };
    if (!isAboveMaxPreset(from, preset.now)) return null;
    passed.add(preset.now);
  }
  const isOver = readUntil > restartAt + RAMP_MS;
  return isOver || passed.size === 0 ? null : { words: `at ${[...passed].at(-1)} so far, ${from} before`, changes };
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

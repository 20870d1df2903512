import { isStarting } from '../../src-shared/judging/firmware-state.ts';
import { RESTARTS } from '../../src-shared/judging/thresholds.ts';
import type { ReadStatus } from './facts.ts';

/** The restarts of a miner that count. */
export interface CountedRestarts {
  /** Their times within the last hour, the latest last. */
  readonly restarts: readonly number[];
  /**
   * A restart that only its state clock shows, and the preset before it. The preset switcher causes
   * one with each step, and the preset is read later: it counts once that has not changed.
   */
  readonly clockBack: { readonly at: number; readonly preset: string | null } | null;
}

/** Whether a miner was hashing or tuning when it was last read; null if it was not. */
interface Ran extends CountedRestarts {
  readonly hashing: object | null;
  readonly tuning: object | null;
}

/**
 * Adds a restart that no job has ordered: it was hashing or tuning and is starting, or its state
 * clock went back while it is hashing. While tuning the clock proves nothing: the firmware counts
 * mining only.
 */
export function countedRestarts(
  { hashing: before, tuning, restarts, clockBack }: Ran,
  hashing: object | null,
  previous: ReadStatus | null,
  { figures, recorded_at }: ReadStatus,
  orderedAt: number | null,
): CountedRestarts {
  const began = (before !== null || tuning !== null) && isStarting(figures.state);
  const seconds = [previous?.figures.state_seconds, figures.state_seconds];
  const [then, now] = seconds;
  const wentBack = before !== null && hashing !== null && then != null && now != null && now < then;
  if (!began && !wentBack && restarts.length === 0 && clockBack === null) return { restarts, clockBack };
  const kept = restarts.filter((at) => recorded_at - at < RESTARTS.withinMs);
  const isOrdered = orderedAt !== null && Math.abs(recorded_at - orderedAt) <= RESTARTS.orderedMs;
  const isNew = (began || wentBack) && !isOrdered;
  let waiting = clockBack !== null && isOtherPreset(clockBack.preset, figures.preset) ? null : clockBack;
  if (waiting !== null && (isNew || recorded_at - waiting.at >= RESTARTS.presetMs)) {
    kept.push(waiting.at);
    waiting = null;
  }
  if (isNew && began) kept.push(recorded_at);
  else if (isNew) {
    const preset = previous?.figures.preset ?? null;
    if (!isOtherPreset(preset, figures.preset)) waiting = { at: recorded_at, preset };
  }
  return { restarts: kept, clockBack: waiting };
}

function isOtherPreset(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

import type { StatusFigures } from '../model/index.ts';
import { isAtRest } from './firmware-state.ts';

/** Texts of the firmware about a normal start. */
const PROGRESS = /^(?:initiali[sz]|cooling down|start(?:ing)?\b|restarting|mining)/i;
/** Words in such a text that show a failed start. */
const WENT_WRONG = /\b(?:fail|stopp|too |overheat)/i;

/** Another try to start, whatever failed before: if it fails too, the firmware reports that. */
const NEXT_TRY = /^restarting \(\d+ of \d+\)/i;

/**
 * Only that it stopped, or who stopped it: `Paused by user`. A longer text has a reason, even if it
 * mentions a user.
 */
const ONLY_STOPPED = /^(?:mining )?(?:stopped|paused)(?: manually| by (?:the )?(?:user|operator|admin|api))?\.?$/i;

/**
 * Why a miner stopped itself or refuses to start, in the firmware's words: with water too cold or
 * too warm it reports `stopped` or `initializing` with a description (1.3.3). Null for a stop by
 * the operator, which has no description, or one that says so.
 */
export function protectiveStop({
  state,
  state_description: description,
}: Pick<StatusFigures, 'state' | 'state_description'>): string | null {
  const isInitializing = state === 'initializing';
  if (description === null || !(isAtRest(state) || isInitializing)) return null;
  if (isInitializing && NEXT_TRY.test(description)) return null;
  const isProgress = PROGRESS.test(description) && !WENT_WRONG.test(description);
  return isProgress || ONLY_STOPPED.test(description.trim()) ? null : description;
}

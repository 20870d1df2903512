import { isAtRest } from '../../src-shared/judging/firmware-state.ts';
import type { StatusFigures } from '../../src-shared/model/index.ts';

/** What the firmware says of a start that goes its way. */
const PROGRESS = /^(?:initiali[sz]|cooling down|start(?:ing)?\b|restarting|mining)/i;
/** What such a text goes on with where it did not. */
const WENT_WRONG = /\b(?:fail|stopp|too |overheat)/i;

/** It tries to start once more, whatever went wrong with the try before: that it fails it says itself. */
const NEXT_TRY = /^restarting \(\d+ of \d+\)/i;

/**
 * Nothing but that it stopped, or who stopped it and knows why: `Paused by user`. A longer text has
 * a reason of its own, also where it mentions a user.
 */
const ONLY_STOPPED = /^(?:mining )?(?:stopped|paused)(?: manually| by (?:the )?(?:user|operator|admin|api))?\.?$/i;

/**
 * Why a miner stopped itself or refuses to start, in the firmware's words: water too cold or too
 * warm shows as `stopped` or `initializing` with a description (1.3.3). A stop by the operator has
 * no description, or one that says so; null for that.
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

import type { StatusFigures } from '../../src-shared/model/index.ts';
import { isAtRest } from '../../src-shared/rules/firmware-state.ts';

/** What the firmware says of a start that goes its way. */
const PROGRESS = /^(?:initiali[sz]|cooling down|start(?:ing)?\b|restarting|mining)/i;

/** Whoever stopped it knows why: `Paused by user`. */
const BY_SOMEBODY = /\bby (?:the )?(?:user|operator|admin|api)\b|\bmanual(?:ly)?\b/i;

/**
 * Why a miner stopped itself or refuses to start, in the firmware's words: water too cold or too
 * warm shows as `stopped` or `initializing` with a description (1.3.3). A stop by the operator has
 * no description, or one that says so; null for that.
 */
export function protectiveStop({
  state,
  state_description: description,
}: Pick<StatusFigures, 'state' | 'state_description'>): string | null {
  const mayRefuse = isAtRest(state) || state === 'initializing';
  if (!mayRefuse || description === null) return null;
  return PROGRESS.test(description) || BY_SOMEBODY.test(description) ? null : description;
}

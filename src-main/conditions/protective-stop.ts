import type { StatusFigures } from '../../src-shared/model/index.ts';
import { isAtRest } from '../../src-shared/rules/firmware-state.ts';

/** What the firmware says of a start that goes its way. */
const PROGRESS = /^(?:initiali[sz]|cooling down|start(?:ing)?\b|restarting|mining)/i;

/**
 * Why a miner stopped itself or refuses to start, in the firmware's words: water too cold or too
 * warm shows as `stopped` or `initializing` with a description (1.3.3). A stop by the operator has
 * no description; null for that.
 */
export function protectiveStop({
  state,
  state_description: description,
}: Pick<StatusFigures, 'state' | 'state_description'>): string | null {
  const mayRefuse = isAtRest(state) || state === 'initializing';
  return mayRefuse && description !== null && !PROGRESS.test(description) ? description : null;
}

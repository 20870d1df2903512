import type { JobAction } from '../model/index.ts';

/** Actions that stop miners for long, or change how they are set. */
const COUNTED: ReadonlySet<JobAction> = new Set<JobAction>(['stop', 'reboot', 'preset', 'pools']);
/** So many miners may be changed by a button alone, whatever the action. */
const MOST_UNCOUNTED = 20;

/**
 * The number of miners that is to be typed before such an action on so many of them; null where none
 * is. REST asks for it, and so do the screens and the command line.
 */
export function typedCount(action: JobAction, planned: number): number | null {
  return COUNTED.has(action) && planned > MOST_UNCOUNTED ? planned : null;
}

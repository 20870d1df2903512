import type { JobAction, JobPlan } from '../model/index.ts';
import { hasTrait } from './action-traits.ts';

/** On a screen, where the button itself says the number, it is typed above this. */
const MOST_BY_BUTTON = 20;

/**
 * The number of miners that must be given to start such an action on so many of them, so that nobody
 * changes more than was seen in the plan; null where none is needed. REST and the command line ask
 * for it.
 */
export function confirmCount(action: JobAction, planned: number): number | null {
  return hasTrait(action, 'counted') && planned > 0 ? planned : null;
}

/** The same number where an operator must type it on a screen; null where the button is enough. */
export function typedCount(action: JobAction, planned: number): number | null {
  return planned > MOST_BY_BUTTON ? confirmCount(action, planned) : null;
}

/**
 * What whoever has seen a plan gives to start it, also where none is asked for: a query may find
 * other miners by then, and no more are changed than were seen.
 */
export function confirmed({ planned, planned_digest }: Pick<JobPlan, 'planned' | 'planned_digest'>): {
  readonly confirm_count: number;
  readonly planned_digest: string;
} {
  return { confirm_count: planned.length, planned_digest };
}

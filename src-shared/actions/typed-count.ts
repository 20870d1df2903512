import type { JobAction, JobPlan } from '../model/index.ts';
import { hasTrait } from './action-traits.ts';

/** Up to this number the text of the button is enough; above it the operator types the number. */
const MOST_BY_BUTTON = 20;

/**
 * The number of miners that must be given to start an action on `planned` miners, so that no more
 * are changed than the plan showed; null if none is needed. REST and the command line require it.
 */
export function confirmCount(action: JobAction, planned: number): number | null {
  return hasTrait(action, 'counted') && planned > 0 ? planned : null;
}

/** The number that an operator must type on a screen; null if the button is enough. */
export function typedCount(action: JobAction, planned: number): number | null {
  return planned > MOST_BY_BUTTON ? confirmCount(action, planned) : null;
}

/**
 * What a caller that has seen a plan passes to start it, even if it is not required: a query may
 * find other miners by then, and no more are changed than were seen.
 */
export function confirmed({ planned, planned_digest }: Pick<JobPlan, 'planned' | 'planned_digest'>): {
  readonly confirm_count: number;
  readonly planned_digest: string;
} {
  return { confirm_count: planned.length, planned_digest };
}

/** Whether a typed text is the number, also where its thousands are separated: `4,243`. */
export function isTypedCount(typed: string, count: number): boolean {
  return /^\d{1,3}([\s,.'’]?\d{3})*$/.test(typed.trim()) && typed.replaceAll(/\D/g, '') === String(count);
}

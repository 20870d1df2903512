import { DEFAULT_LIMITS, type FarmLimits, judgeBy } from '../../src-shared/judging/farm-limits.ts';

/**
 * Sets the limits of this page: those of the shown farm, or the defaults while they are not known.
 * Components read them when they are drawn: use the returned text as their key, so that a change
 * draws them again.
 */
export function judgePageBy(limits: FarmLimits = DEFAULT_LIMITS): string {
  judgeBy(limits);
  return Object.values(limits).join(' ');
}

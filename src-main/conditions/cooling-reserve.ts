import { limitsInForce } from '../../src-shared/judging/farm-limits.ts';
import { shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import { isAnyTurning, isImmersed } from '../../src-shared/judging/lost-fans.ts';
import { COOLING_RESERVE } from '../../src-shared/judging/thresholds.ts';
import { minerWords } from './condition-words.ts';
import type { ReadStatus } from './facts.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';

/**
 * Since when the fans have been at full speed while chips are near the limit of hot; null while they
 * are not. Once it has begun, it ends only when one of the two is well below its limit, because both
 * vary from reading to reading. A miner in immersion has no fans that cool it.
 */
export function strainedSince(
  before: { readonly sinceAt: number } | null,
  { figures, fans, recorded_at }: ReadStatus,
  knownSinceAt: number | null,
): { readonly sinceAt: number } | null {
  const { fan_duty_percent: percent, chip_temp_max_c: hottestC, state, cooling_mode } = figures;
  const isCooledByFans = isAnyTurning(fans) && !isImmersed(cooling_mode);
  if (percent === null || hottestC === null || !isCooledByFans || !shouldHashNow(state)) return null;
  const { full_fan_percent, hot_chip_c, cooling_margin_c } = limitsInForce();
  const hasBegun = before !== null || knownSinceAt !== null;
  const [easePercent, easeC] = hasBegun ? [COOLING_RESERVE.easePercent, COOLING_RESERVE.easeC] : [0, 0];
  const isStrained = percent >= full_fan_percent - easePercent && hottestC >= hot_chip_c - cooling_margin_c - easeC;
  return isStrained ? (before ?? { sinceAt: knownSinceAt ?? recorded_at }) : null;
}

/** No reserve of cooling is left, and has not been for minutes. */
export function spentCooling(
  strained: { readonly sinceAt: number } | null,
  { figures, recorded_at }: ReadStatus,
): FoundCondition[] {
  const { fan_duty_percent: percent, chip_temp_max_c: hottestC } = figures;
  if (strained === null || percent === null || hottestC === null) return [];
  if (recorded_at - strained.sinceAt < COOLING_RESERVE.afterMs) return [];
  const message = minerWords.coolingAtLimit(Math.round(percent), Math.round(hottestC));
  return [
    foundCondition('cooling_at_limit', message, {
      beganAt: strained.sinceAt,
      value: Math.round(hottestC),
      unit: '°C',
    }),
  ];
}

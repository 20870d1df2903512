import { THRESHOLD_BOUNDS } from '../setting-defaults/thresholds.ts';

/** The limits of marks, as the section `thresholds` of the settings has them. */
export type FarmLimits = Readonly<Record<keyof typeof THRESHOLD_BOUNDS, number>>;

export const DEFAULT_LIMITS = Object.fromEntries(
  Object.entries(THRESHOLD_BOUNDS).map(([key, { byDefault }]) => [key, byDefault]),
) as FarmLimits;

/** Like a locale, global for the process; a thread gets them with each request. */
let inForce: FarmLimits = DEFAULT_LIMITS;

/** Sets the limits by which this process judges miners: the main one with each change of the settings. */
export function judgeBy(limits: FarmLimits): void {
  inForce = limits;
}

export function limitsInForce(): FarmLimits {
  return inForce;
}

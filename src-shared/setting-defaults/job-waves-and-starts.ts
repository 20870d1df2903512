import { type BoundedSetting, bounded } from './bounded-setting.ts';

/** Bounds of the settings of jobs: the budget of starts, the waves, and when a job stops. */
export const ACTION_BOUNDS = {
  starts_per_minute: bounded(60, 0, 10_000),
  start_kw_per_minute: bounded(200, 0, 100_000),
  first_wave: bounded(1, 1, 1000),
  second_wave: bounded(5, 1, 1000),
  third_wave_percent: bounded(10, 1, 100),
  third_wave_most: bounded(50, 1, 10_000),
  wave_most: bounded(100, 1, 10_000),
  stop_wave_failed_percent: bounded(10, 0, 100),
  stop_total_failed_percent: bounded(5, 0, 100),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/** When the next wave begins: when the last one is in force, or only when it is proven. */
export const NEXT_WAVE_WHEN = 'in_force';

/** The longest time over which the starts of a job's miners are spread. */
export const MOST_SPREAD_MINUTES = 24 * 60;

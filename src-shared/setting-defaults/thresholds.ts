import { type BoundedSetting, bounded } from './bounded-setting.ts';

/**
 * The limits of marks that an operator may change, with their defaults and bounds. The names carry
 * the unit, except `failed_readings`, a count.
 */
export const THRESHOLD_BOUNDS = {
  hot_chip_c: bounded(90, 50, 120),
  low_hashrate_percent: bounded(90, 50, 99),
  rejected_shares_percent: bounded(10, 1, 100),
  weak_part_percent: bounded(70, 10, 95),
  hot_above_board_c: bounded(15, 3, 60),
  full_fan_percent: bounded(95, 50, 100),
  cooling_margin_c: bounded(12, 1, 40),
  failed_readings: bounded(3, 1, 20),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

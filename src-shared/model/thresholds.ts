import { z } from 'zod';
import type { BoundedSetting } from '../setting-defaults/bounded-setting.ts';
import { THRESHOLD_BOUNDS as thresholds } from '../setting-defaults/thresholds.ts';
import { whole } from './whole-setting.ts';

/** The limits by which rows of miners are marked. Rules of alerts may have limits of their own. */
export const Thresholds = z.strictObject({
  hot_chip_c: whole(thresholds.hot_chip_c).describe(
    'a miner is hot from this temperature of its hottest chip on, in °C',
  ),
  low_hashrate_percent: whole(thresholds.low_hashrate_percent).describe(
    'the hash rate of a miner or a board is low below this part of what is expected',
  ),
  rejected_shares_percent: whole(thresholds.rejected_shares_percent).describe(
    'too many shares are rejected from this part of the latest ones on',
  ),
  weak_part_percent: whole(thresholds.weak_part_percent).describe(
    'a board is weak below this part of the other boards, and a chip below this part of the median of its board',
  ),
  hot_above_board_c: whole(thresholds.hot_above_board_c).describe(
    'a chip is hot if it is more than this above the median of its board, in °C',
  ),
  full_fan_percent: whole(thresholds.full_fan_percent).describe(
    'the fans of a miner are at full speed from this duty on, in %',
  ),
  cooling_margin_c: whole(thresholds.cooling_margin_c).describe(
    'the cooling of a miner is at its limit if its fans are at full speed and its hottest chip is at most this below hot, in °C',
  ),
  failed_readings: whole(thresholds.failed_readings).describe(
    'a miner does not answer after so many failed readings in a row',
  ),
});

const reported = ({ byDefault }: BoundedSetting) => z.number().default(byDefault);

/**
 * The same as another PowerHive reports them, whose version may have other bounds, more limits or
 * fewer: what it does not report is as by default.
 */
export const ReportedThresholds = z.object({
  hot_chip_c: reported(thresholds.hot_chip_c).describe('of the hottest chip, from which on a miner is hot'),
  low_hashrate_percent: reported(thresholds.low_hashrate_percent).describe('of what is expected'),
  rejected_shares_percent: reported(thresholds.rejected_shares_percent).describe('of the latest shares'),
  weak_part_percent: reported(thresholds.weak_part_percent).describe('of other boards, or of the median chip'),
  hot_above_board_c: reported(thresholds.hot_above_board_c).describe('of a chip above the median of its board'),
  full_fan_percent: reported(thresholds.full_fan_percent).describe('duty from which on fans are at full speed'),
  cooling_margin_c: reported(thresholds.cooling_margin_c).describe('below hot, at which cooling has no reserve'),
  failed_readings: reported(thresholds.failed_readings).describe('in a row, before a miner does not answer'),
});

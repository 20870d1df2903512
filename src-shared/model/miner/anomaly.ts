import { z } from 'zod';
import { Counted, MacAddress, Measured, Text, TimestampMs } from '../scalars.ts';
import { ConditionCode, ConditionSeverity } from './condition.ts';

/**
 * A condition of a miner that is being read, as in `GET /api/anomalies`: what is unusual, on which
 * miner and where.
 */
export const Anomaly = z.object({
  code: z.enum([
    'chip_zero_hashrate',
    'chip_grade_red',
    'chip_grade_orange',
    'chip_below_siblings',
    'chip_hot',
    'chip_throttled',
    'board_zero_hashrate',
    'board_missing',
    'board_failed',
    'board_below_siblings',
    'miner_zero_hashrate',
    'miner_throttled',
    'sensor_fault',
    'fan_lost',
    'board_chips_missing',
    'board_numbers',
    'boards_unread',
    'figures_frozen',
    'pools_down',
    'shares_rejected',
    'protective_stop',
    'figures_missing',
  ] satisfies ConditionCode[]),
  severity: ConditionSeverity,
  message: z.string(),
  miner_id: MacAddress,
  miner_name: z.string(),
  chain_id: z.int().nullable().describe('null where it is about the whole miner'),
  chip_ids: z.array(z.int()),
  chip_positions: z.array(z.int()).describe('where these chips stand in the list of their board, counted from 0'),
  chips_on_board: Counted,
  value: Measured,
  unit: Text,
  since_at: TimestampMs.nullable().describe(
    'when it began to stand out; null where it did so at the first look already',
  ),
  first_seen_at: TimestampMs.nullable().describe(
    'when PowerHive first saw it; where `since_at` is null, it began before that',
  ),
  recorded_at: TimestampMs,
});
export type Anomaly = z.infer<typeof Anomaly>;

/** A condition of any miner, as in `GET /api/problems`: what is wrong, on which miner and where. */
export const Problem = Anomaly.extend({
  code: ConditionCode,
  recorded_at: TimestampMs.nullable().describe('of the reading that shows it; null where no reading does'),
});
export type Problem = z.infer<typeof Problem>;

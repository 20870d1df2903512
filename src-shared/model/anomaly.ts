import { z } from 'zod';
import { Counted, MacAddress, Measured, Text, TimestampMs } from './scalars.ts';

/** How much a finding wants a person: `critical` hashes nothing or is gone, `warning` falls behind, `notice` is good to know. */
export const AnomalySeverity = z.enum(['critical', 'warning', 'notice']);
export type AnomalySeverity = z.infer<typeof AnomalySeverity>;

/** A miner, board, chip, fan or sensor that stands out now, and why. */
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
    'boards_unread',
    'figures_frozen',
    'pools_down',
    'shares_rejected',
  ]),
  severity: AnomalySeverity,
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
  recorded_at: TimestampMs,
});
export type Anomaly = z.infer<typeof Anomaly>;

/** How many findings of each severity a miner has now. */
export const FindingCounts = z.object({ critical: z.int(), warning: z.int(), notice: z.int() });
export type FindingCounts = z.infer<typeof FindingCounts>;

import { z } from 'zod';
import { MacAddress, Measured, Text, TimestampMs } from './scalars.ts';

export const AnomalySeverity = z.enum(['critical', 'warning', 'notice']);
export type AnomalySeverity = z.infer<typeof AnomalySeverity>;

/** A board or chip that stands out now, and why. */
export const Anomaly = z.object({
  code: z.enum([
    'chip_zero_hashrate',
    'chip_grade_red',
    'chip_grade_orange',
    'chip_below_siblings',
    'chip_hot',
    'chip_throttled',
    'board_missing',
    'board_failed',
    'board_below_siblings',
    'sensor_fault',
    'fan_lost',
  ]),
  severity: AnomalySeverity,
  message: z.string(),
  miner_id: MacAddress,
  miner_name: z.string(),
  chain_id: z.int().nullable(),
  chip_ids: z.array(z.int()),
  value: Measured,
  unit: Text,
  recorded_at: TimestampMs,
});
export type Anomaly = z.infer<typeof Anomaly>;

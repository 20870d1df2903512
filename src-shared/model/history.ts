import { z } from 'zod';
import { MacAddress, Measured, TimestampMs } from './scalars.ts';

/** One point of a miner's history; figures are the mean over its slot, null where nothing was read. */
export const HistoryPoint = z.object({
  at: TimestampMs,
  hashrate_hs: Measured,
  hashrate_min_hs: Measured,
  hashrate_max_hs: Measured,
  power_w: Measured,
  chip_temp_max_c: Measured,
  fan_duty_percent: Measured,
});
export type HistoryPoint = z.infer<typeof HistoryPoint>;

/** A miner's history over a span. A slot without any reading is absent: a gap is a gap, never a line. */
export const MinerHistory = z.object({
  miner_id: MacAddress,
  from_at: TimestampMs,
  to_at: TimestampMs,
  slot_ms: z.int(),
  points: z.array(HistoryPoint),
});
export type MinerHistory = z.infer<typeof MinerHistory>;

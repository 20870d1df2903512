import { z } from 'zod';
import { Counted, Measured, Text, TimestampMs } from '../scalars.ts';

/**
 * The firmware's rating of a chip: `grey` is normal, `orange` hashes below target, `red` is bad,
 * does not hash, or does not hash yet.
 */
export const ChipGrade = z.enum(['grey', 'orange', 'red']);
export type ChipGrade = z.infer<typeof ChipGrade>;

/** One reading of one chip. `chip_id` is the firmware's own label, which may repeat. */
export const Chip = z.object({
  chip_id: z.int(),
  hashrate_hs: Measured,
  frequency_mhz: Measured,
  voltage_mv: Measured,
  temp_c: Measured,
  errors: Counted,
  grade: ChipGrade.nullable(),
  throttled: z.boolean().nullable(),
});
export type Chip = z.infer<typeof Chip>;

/**
 * A temperature sensor on a board. Any state but `measure` while the miner hashes is a sensor
 * fault.
 */
export const Sensor = z.object({
  chip_id: Counted.describe('the chip beside which it sits'),
  state: Text.describe('init, ready, measure, error or unknown'),
  board_temp_c: Measured,
  chip_temp_c: Measured,
});
export type Sensor = z.infer<typeof Sensor>;

/** One board with all its chips at one time. */
export const ChainSnapshot = z.object({
  chain_id: z.int(),
  state: Text,
  hashrate_hs: Measured,
  hashrate_nominal_hs: Measured,
  frequency_mhz: Measured,
  chips: z.array(Chip),
});
export type ChainSnapshot = z.infer<typeof ChainSnapshot>;

/**
 * All boards of a miner at one time. `status_id` is null if there is no status of the same time.
 */
export const TelemetrySnapshot = z.object({
  recorded_at: TimestampMs,
  status_id: z.int().nullable(),
  chains: z.array(ChainSnapshot),
});
export type TelemetrySnapshot = z.infer<typeof TelemetrySnapshot>;

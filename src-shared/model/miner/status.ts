import { z } from 'zod';
import { Counted, Measured, Text, TimestampMs } from '../scalars.ts';

/**
 * One fan. VNish counts fans from 0. `max_rpm` exists since firmware 1.2.6, `status` since
 * 1.2.0-rc5.
 */
export const Fan = z.object({
  fan_id: z.int(),
  rpm: Counted,
  max_rpm: Counted,
  status: Text.describe('ok or lost, as the firmware says'),
});
export type Fan = z.infer<typeof Fan>;

/** One hash board ("chain") as `/summary` reports it. VNish counts chains from 1. */
export const Chain = z.object({
  chain_id: z.int(),
  state: Text.describe('initializing, mining, stopped, failure, disconnected, disabled or unknown'),
  state_description: Text,
  hashrate_hs: Measured,
  hashrate_nominal_hs: Measured,
  frequency_mhz: Measured,
  voltage_v: Measured,
  power_w: Measured,
  pcb_temp_min_c: Measured,
  pcb_temp_max_c: Measured,
  chip_temp_min_c: Measured,
  chip_temp_max_c: Measured,
  water_inlet_temp_c: Measured,
  water_outlet_temp_c: Measured,
  hw_errors: Counted,
  chips_red: Counted,
  chips_orange: Counted,
  chips_grey: Counted,
});
export type Chain = z.infer<typeof Chain>;

/**
 * One pool that is configured on a miner. The firmware masks `user` (`*****`) in reads without
 * credentials.
 */
export const Pool = z.object({
  pool_id: z.int(),
  url: Text,
  user: Text,
  pool_type: Text.describe('UserPool, DevFee or Refund'),
  status: Text.describe('offline, working, disabled, active, rejecting or unknown'),
  accepted: Counted,
  rejected: Counted,
  stale: Counted,
  ping_ms: Measured,
});
export type Pool = z.infer<typeof Pool>;

/** The figures of one status reading for the whole miner. */
export const StatusFigures = z.object({
  state: Text.describe(
    'mining, initializing, starting, auto-tuning, restarting, shutting-down, stopped or failure; others are passed through',
  ),
  state_seconds: Counted.describe('how long the miner has been in this state, by its own clock'),
  state_description: Text,
  failure_code: Counted,
  preset: Text.describe('name of the preset in effect, which the switcher may have moved away from the configured one'),
  hashrate_hs: Measured,
  hashrate_average_hs: Measured,
  hashrate_nominal_hs: Measured.describe('what the firmware expects of the current settings'),
  hashrate_expected_hs: Measured.describe(
    'what is expected of it now: that of its preset, else its nominal rate, less a throttle and boards that are switched off',
  ),
  power_w: Measured,
  efficiency_j_per_th: Measured,
  pcb_temp_max_c: Measured,
  chip_temp_min_c: Measured,
  chip_temp_max_c: Measured,
  hw_error_percent: Measured,
  fan_count: Counted,
  fan_duty_percent: Measured,
  fan_rpm_max: Counted,
  cooling_mode: Text.describe('auto, manual or immersion'),
  pool_url: Text.describe("the operator's own pool in use"),
  pool_user: Text,
  throttled_percent: Measured.describe('100 = not throttled; from firmware 1.3 on'),
  uptime_s: Counted.describe('since the control board started'),
});
export type StatusFigures = z.infer<typeof StatusFigures>;

/** One recorded status of a miner, without its parts. */
export const StatusSummary = StatusFigures.extend({
  id: z.int().nullable().describe('null where it could not be written to the database'),
  recorded_at: TimestampMs,
});
export type StatusSummary = z.infer<typeof StatusSummary>;

/** One recorded status of a miner with its fans and chains. */
export const Status = StatusSummary.extend({ fans: z.array(Fan), chains: z.array(Chain) });
export type Status = z.infer<typeof Status>;

import { z } from 'zod';
import {
  Chain,
  ChainSnapshot,
  Counted,
  Fan,
  MacAddress,
  Measured,
  Pool,
  Sensor,
  StatusFigures,
  Text,
  TimestampMs,
} from '../../../src-shared/model/index.ts';

const Flag = z.boolean().nullable();

/**
 * The shape of every reading for the rest of the program: strict, so that no undocumented field
 * slips in.
 */
export const DeviceInfoShape = z.strictObject({
  mac: MacAddress.nullable(),
  model_alias: Text,
  miner_name: Text,
  fw_name: Text,
  fw_version: Text,
  is_vnish: z.boolean(),
  hr_measure: Text,
  algorithm: Text,
  label: Text,
  hostname: Text,
  ip: Text,
  uptime_s: Counted,
  serial: Text,
  platform: Text,
  install_type: Text,
  build_time: Text,
});

export const DeviceModelShape = z.strictObject({
  alias: Text,
  full_name: Text,
  algorithm: Text,
  hr_measure: Text,
  chains: Counted,
  chips_per_chain: Counted,
  board_rows: z.array(z.array(z.int().min(-1))).nullable(),
});

export const DeviceStateShape = z.strictObject({
  state: Text,
  state_seconds: Counted,
  state_description: Text,
  failure_code: Counted,
  find_miner: Flag,
  restart_required: Flag,
  reboot_required: Flag,
  throttled_percent: Measured,
  unlock_timeout_s: Counted,
});

export const StatusReadingShape = z.strictObject({
  ...StatusFigures.omit({ preset: true, hashrate_expected_hs: true, uptime_s: true }).shape,
  fans: z.array(z.strictObject(Fan.shape)).max(16),
  chains: z.array(z.strictObject(Chain.shape)).max(16),
  pools: z.array(z.strictObject(Pool.shape)).max(16),
});

export const ChainsReadingShape = z.strictObject({
  chains: z
    .array(
      z.strictObject({
        ...ChainSnapshot.shape,
        chips: ChainSnapshot.shape.chips.max(1024),
        sensors: z.array(z.strictObject(Sensor.shape)).max(64),
        failure_message: Text,
        numbered_by_order: z.boolean(),
      }),
    )
    .max(16),
});

export const PerfReadingShape = z.strictObject({
  preset: Text,
  preset_pretty: Text,
  preset_hashrate_hs: Measured,
  preset_power_w: Measured,
  preset_status: Text,
  modded_psu_required: Flag,
  switcher: z.object({ enabled: z.boolean(), top: Text, min: Text }).nullable(),
});

export const MetricsReadingShape = z.strictObject({
  points: z.array(
    z.strictObject({
      at: TimestampMs,
      hashrate_hs: Measured,
      power_w: Measured,
      pcb_temp_max_c: Measured,
      chip_temp_max_c: Measured,
      fan_duty_percent: Measured,
    }),
  ),
  events: z.array(z.strictObject({ at: TimestampMs, type: z.string(), chain_id: Counted })),
});

export const ApiKeysShape = z.array(z.strictObject({ key: z.string().regex(/^[\x21-\x7e]+$/), description: Text }));

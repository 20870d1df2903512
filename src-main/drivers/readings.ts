import type { Chain, ChainSnapshot, Fan, Pool, Sensor, StatusFigures } from '../../src-shared/model/index.ts';

/**
 * The identity of a miner, from `/info`. Unknown is null, as are `N/A` and `unknown`, the
 * firmware's own words for it.
 */
export interface DeviceInfo {
  /** Lower case with colons; null when missing or malformed, or of no machine (zeros, multicast). */
  readonly mac: string | null;
  readonly model_alias: string | null;
  /** Full name of the model, such as `Antminer S19j Pro`. */
  readonly miner_name: string | null;
  /**
   * The name that the operator set in the firmware; the factory default is `Antminer` or the
   * model's code. `''` if the firmware reports an empty one; the same applies to `hostname`.
   */
  readonly label: string | null;
  readonly fw_name: string | null;
  readonly fw_version: string | null;
  /** Unit of every hash rate this miner reports: GH/s on sha256d, MH/s on scrypt. */
  readonly hr_measure: string | null;
  readonly algorithm: string | null;
  readonly hostname: string | null;
  /** The address that the miner reports; NAT may make it differ from the one used here. */
  readonly ip: string | null;
  readonly uptime_s: number | null;
  readonly serial: string | null;
  readonly platform: string | null;
  readonly install_type: string | null;
  readonly build_time: string | null;
}

/** The hardware, from `/model`. Constant while the firmware stays the same. */
export interface DeviceModel {
  readonly alias: string | null;
  readonly full_name: string | null;
  readonly algorithm: string | null;
  readonly hr_measure: string | null;
  readonly chains: number | null;
  readonly chips_per_chain: number | null;
  /** Rows of chip positions, counted from 0; -1 for a gap. */
  readonly board_rows: readonly (readonly number[])[] | null;
}

/** What the miner is doing, from `/status`. */
export interface DeviceState {
  readonly state: string | null;
  readonly state_seconds: number | null;
  readonly state_description: string | null;
  readonly failure_code: number | null;
  readonly find_miner: boolean | null;
  readonly restart_required: boolean | null;
  readonly reboot_required: boolean | null;
  /** 100 means not throttled; since firmware 1.3. */
  readonly throttled_percent: number | null;
  readonly unlock_timeout_s: number | null;
}

/** One `/summary`. `preset`, `hashrate_expected_hs` and `uptime_s` come from other endpoints. */
export interface StatusReading extends Omit<StatusFigures, 'preset' | 'hashrate_expected_hs' | 'uptime_s'> {
  readonly fans: Fan[];
  readonly chains: Chain[];
  readonly pools: Pool[];
}

/** The preset in effect and the preset switcher that may change it, from `/perf-summary`. */
export interface PerfReading {
  readonly preset: string | null;
  readonly preset_pretty: string | null;
  /** The nominal hash rate of the preset, parsed from its text; null if not in the text. */
  readonly preset_hashrate_hs: number | null;
  readonly preset_power_w: number | null;
  /** tuned or untuned */
  readonly preset_status: string | null;
  readonly modded_psu_required: boolean | null;
  readonly switcher: PresetSwitcher | null;
}

/** The parts of a preset switcher that are judged. Without `top` or `min` it has no such limit. */
export interface PresetSwitcher {
  readonly enabled: boolean;
  readonly top: string | null;
  readonly min: string | null;
}

/**
 * One board with its chips and sensors. `chain_id` is its number in the firmware and the database.
 */
export interface BoardReading extends ChainSnapshot {
  readonly sensors: Sensor[];
  readonly failure_message: string | null;
  /** Whether several boards of the miner report one number, so that all are numbered by their order. */
  readonly numbered_by_order: boolean;
}

/** One point of the miner's own history. */
export interface MetricsPoint {
  /** UNIX milliseconds by the miner's clock. */
  readonly at: number;
  readonly hashrate_hs: number | null;
  readonly power_w: number | null;
  readonly pcb_temp_max_c: number | null;
  readonly chip_temp_max_c: number | null;
  readonly fan_duty_percent: number | null;
}

/** An event in the miner's own history, such as a reboot or a disabled board. */
export interface MetricsEvent {
  readonly at: number;
  readonly type: string;
  readonly chain_id: number | null;
}

/**
 * The miner's own history from `/metrics`, newest first. Points from before its clock was set are
 * left out.
 */
export interface MetricsReading {
  readonly points: MetricsPoint[];
  readonly events: MetricsEvent[];
}

/** A key that the miner accepts in `x-api-key`. The key is a secret. */
export interface ApiKeyEntry {
  readonly key: string;
  readonly description: string | null;
}

/** `pool` and `hwscan` exist since firmware 1.3. */
export type LogType = 'status' | 'miner' | 'autotune' | 'system' | 'messages' | 'api' | 'pool' | 'hwscan';

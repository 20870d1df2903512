import type { Pool, Preset } from '../../src-shared/model/index.ts';
import type { DeviceState, PerfReading } from './readings.ts';

/** A pool as it is stored on the miner, in one of its slots; empty texts are an unused slot. */
export interface StoredPool {
  readonly url: string;
  readonly user: string;
  /** Null where the miner does not show it. */
  readonly pass: string | null;
}

/** What is configured on the miner, which differs from what is in force until it restarts. */
export interface StoredSettings {
  /** The preset that it starts with. */
  readonly preset: string | null;
  /** The preset switcher, whole and as it was read: it is written back with one value changed. */
  readonly switcher: Readonly<Record<string, unknown>> | null;
  /** Its slots in order; null where they could not be read. */
  readonly pools: readonly StoredPool[] | null;
}

/** Parts of an `ActionReading`; only those that are asked for are read. */
export type ActionPart = 'state' | 'perf' | 'settings' | 'presets' | 'running';

/**
 * What a miner says of itself before and after it is acted on. A part that was not asked for, or
 * that the miner does not serve, is null.
 */
export interface ActionReading {
  /** UNIX milliseconds at which it was read. */
  readonly read_at: number;
  readonly firmware_version: string | null;
  readonly uptime_s: number | null;
  readonly state: DeviceState | null;
  readonly perf: PerfReading | null;
  readonly settings: StoredSettings | null;
  readonly presets: readonly Preset[] | null;
  readonly running: {
    readonly hashrate_hs: number | null;
    readonly hashrate_expected_hs: number | null;
    readonly power_w: number | null;
    readonly chip_temp_max_c: number | null;
    readonly boards_failed: number | null;
    /** With `pool_id` as the miner counts them now; the fee's pool is marked, and never written. */
    readonly pools: readonly (Pool & { readonly pool_id: number | null; readonly is_fee: boolean })[];
  } | null;
  /** The miner's configuration cannot be read or written until it reboots. */
  readonly config_corrupt: boolean;
}

/**
 * One write. What it takes to make it is in the command, as it was judged: a driver adds nothing of
 * its own, and sends it once.
 */
export type MinerCommand =
  /** `firmware_version` is that of the reading before it; null is unknown. */
  | { readonly kind: 'locate'; readonly on: boolean; readonly firmware_version: string | null }
  | { readonly kind: 'pause' | 'resume' | 'start' | 'stop' | 'restart' | 'reboot' }
  | { readonly kind: 'throttle'; readonly percent: number }
  /** `switcher` only where it changes with the preset: the whole object. */
  | {
      readonly kind: 'preset';
      readonly preset: string;
      readonly switcher: Readonly<Record<string, unknown>> | null;
    }
  | { readonly kind: 'switch_pool'; readonly pool_id: number }
  /** Always all slots. */
  | { readonly kind: 'pools'; readonly pools: readonly StoredPool[] };

/** What a driver may be able to do. */
export type ActionKind = MinerCommand['kind'];

/**
 * What became of a write as far as its response shows, which is never the verdict: `accepted` is an
 * answer that says yes, `refused` one that says no (the state forbids it, no such pool, no such
 * preset), `unknown` none, half of one or one that cannot be read: it may have been done.
 * `not_sent` is certain: no byte of it left this computer.
 */
export type WriteResponse =
  | {
      readonly sent: 'accepted';
      readonly restart_required: boolean | null;
      readonly reboot_required: boolean | null;
    }
  | { readonly sent: 'refused' | 'unknown'; readonly message: string }
  | {
      readonly sent: 'not_sent';
      readonly message: string;
      /** The trouble is this machine's (`isOwnFailure`). */
      readonly own?: boolean;
    };

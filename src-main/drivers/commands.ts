import type { Pool, Preset } from '../../src-shared/model/index.ts';
import type { DeviceState, PerfReading } from './readings.ts';

/** A pool as stored in one of the miner's slots. Empty texts mean an unused slot. */
export interface StoredPool {
  readonly url: string;
  readonly user: string;
  /** Null if the miner does not show it. */
  readonly pass: string | null;
}

/** A miner has three slots for pools. A write always contains all of them. */
export const POOL_SLOTS = 3;
/** An unused slot. */
export const NO_POOL: StoredPool = { url: '', user: '', pass: '' };

/** The miner's configuration. Changes take effect only after it restarts. */
export interface StoredSettings {
  /** The preset that the miner starts with. */
  readonly preset: string | null;
  /** The complete preset switcher as read: it is written back with one value changed. */
  readonly switcher: Readonly<Record<string, unknown>> | null;
  /** The slots in order; null if they could not be read. */
  readonly pools: readonly StoredPool[] | null;
}

/** Parts of an `ActionReading`. Only the requested ones are read. */
export type ActionPart = 'state' | 'perf' | 'settings' | 'presets' | 'running';

/**
 * The state of a miner before or after a command. A part that was not requested, or that the
 * firmware does not have, is null.
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
    /** The numbers of those of them that have one. */
    readonly failed_boards: readonly number[];
    /** With the miner's current `pool_id`. The fee pool is marked `is_fee`, and never written. */
    readonly pools: readonly (Pool & { readonly pool_id: number | null; readonly is_fee: boolean })[];
  } | null;
  /** The miner's configuration cannot be read or written until it reboots. */
  readonly config_corrupt: boolean;
}

/**
 * One write. The command contains everything that is sent, as it was judged: a driver adds nothing,
 * and sends it once.
 */
export type MinerCommand =
  /** `firmware_version` is from the reading before the command; null if unknown. */
  | { readonly kind: 'locate'; readonly on: boolean; readonly firmware_version: string | null }
  | { readonly kind: 'pause' | 'resume' | 'start' | 'stop' | 'restart' | 'reboot' }
  | { readonly kind: 'throttle'; readonly percent: number }
  /** `switcher`: the complete object if it changes with the preset, else null. */
  | {
      readonly kind: 'preset';
      readonly preset: string;
      readonly switcher: Readonly<Record<string, unknown>> | null;
    }
  | { readonly kind: 'switch_pool'; readonly pool_id: number }
  /** Replaces all slots: those left out become empty. */
  | { readonly kind: 'pools'; readonly pools: readonly StoredPool[] };

/** What a driver may be able to do. */
export type ActionKind = MinerCommand['kind'];

/**
 * Result of a write by its response, which is never the verdict. `accepted`: the miner confirmed
 * it. `refused`: the miner rejected it (wrong state, no such pool, no such preset). `unknown`: no
 * response, or an incomplete or unreadable one, so that it may have been carried out. `not_sent`:
 * certainly no byte of it left this computer.
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
      /** The cause is this computer (`isOwnFailure`). */
      readonly own?: boolean;
    };

import { isOperatorPool, poolInUse } from '../../../src-shared/judging/pools.ts';
import { allowedPercent } from '../../../src-shared/judging/throttle.ts';
import type { ActedState, Pool, Preset } from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import type { ActionKind, ActionReading, StoredPool, StoredSettings } from '../../drivers/commands.ts';
import type { PresetSwitcher } from '../../drivers/readings.ts';

/** A pool as the miner runs it. */
export interface RunningPool {
  readonly pool_id: number | null;
  readonly url: string | null;
  readonly user: string | null;
  readonly status: string | null;
  readonly accepted: number | null;
}

/** The state of a miner, from memory or from a reading by a job. Null is unknown. */
export interface Observed {
  readonly firmware_version: string | null;
  readonly state: string | null;
  /** The firmware's description of the state. */
  readonly state_description: string | null;
  readonly state_seconds: number | null;
  readonly uptime_s: number | null;
  readonly preset: string | null;
  readonly power_w: number | null;
  readonly hashrate_hs: number | null;
  readonly hashrate_expected_hs: number | null;
  readonly chip_temp_max_c: number | null;
  readonly throttled_percent: number | null;
  readonly locate_on: boolean | null;
  readonly restart_required: boolean | null;
  readonly reboot_required: boolean | null;
  readonly boards_failed: number | null;
  /** The numbers of those of them that have one. */
  readonly failed_boards: readonly number[] | null;
  /** The operator's pools, without those of the DevFee. */
  readonly pools: readonly RunningPool[] | null;
  readonly stored: StoredSettings | null;
  readonly switcher: PresetSwitcher | null;
  readonly presets: readonly Preset[] | null;
  readonly config_corrupt: boolean;
  /** Its figures were known to stand still (condition `figures_frozen`): they say nothing. */
  readonly figures_frozen: boolean;
}

/** A miner as the farm knows it. */
export interface KnownMiner {
  readonly id: string;
  readonly name: string;
  readonly ip: string | null;
  readonly hostname: string | null;
  readonly tags: readonly string[];
  readonly place?: string | null;
  readonly online: boolean;
  readonly managed: boolean;
  /** Whether PowerHive has what the driver needs to act: an API key, if the driver uses keys. */
  readonly hasCredentials: boolean;
  readonly canAct: (kind: ActionKind) => 'yes' | 'no' | 'old';
  readonly model_alias: string | null;
  /** Hash rates of different algorithms are never added. */
  readonly algorithm: string | null;
  readonly firmware_version: string | null;
  readonly max_preset: string | null;
  /** When PowerHive resumes it, because a job paused it until then; null for never. */
  readonly paused_until?: number | null;
  /** That job. */
  readonly paused_by?: string | null;
  /**
   * Whether a pool, or the account of its worker, is not one of the farm's for miners like this one
   * (src-shared/pools/own-pools.ts). False where the farm's pools are not known.
   */
  readonly isForeignPool?: (pool: { readonly url: string | null; readonly user: string | null }) => boolean;
  /** The last pools that were the farm's own, with the names of their workers; null if none are known. */
  readonly poolsBefore?: readonly { readonly url: string; readonly user: string }[] | null;
  /** The presets of its model, with `status` of this unit, null if it was never read. */
  readonly presets: readonly Preset[];
  /** The latest status; null if there is none, or it is old. */
  readonly now: Observed | null;
  /** When it was read; null if never. */
  readonly now_at: number | null;
  /** Whether what it measures has not changed for long (condition `figures_frozen`). */
  readonly figures_frozen?: boolean;
}

const UNKNOWN: Observed = {
  firmware_version: null,
  state: null,
  state_description: null,
  state_seconds: null,
  uptime_s: null,
  preset: null,
  power_w: null,
  hashrate_hs: null,
  hashrate_expected_hs: null,
  chip_temp_max_c: null,
  throttled_percent: null,
  locate_on: null,
  restart_required: null,
  reboot_required: null,
  boards_failed: null,
  failed_boards: null,
  pools: null,
  stored: null,
  switcher: null,
  presets: null,
  config_corrupt: false,
  figures_frozen: false,
};

export function observed(known: Partial<Observed>): Observed {
  const all = { ...UNKNOWN, ...known };
  return { ...all, throttled_percent: allowedPercent(all) };
}

/** The state according to a reading for an action. */
export function observeReading(reading: ActionReading): Observed {
  const { state, perf, settings, running, presets, uptime_s, config_corrupt } = reading;
  return observed({
    firmware_version: reading.firmware_version,
    state: state?.state ?? null,
    state_description: state?.state_description ?? null,
    state_seconds: state?.state_seconds ?? null,
    uptime_s,
    preset: perf?.preset ?? null,
    power_w: running?.power_w ?? null,
    hashrate_hs: running?.hashrate_hs ?? null,
    hashrate_expected_hs: running?.hashrate_expected_hs ?? null,
    chip_temp_max_c: running?.chip_temp_max_c ?? null,
    throttled_percent: state?.throttled_percent ?? null,
    locate_on: state?.find_miner ?? null,
    restart_required: state?.restart_required ?? null,
    reboot_required: state?.reboot_required ?? null,
    boards_failed: running?.boards_failed ?? null,
    failed_boards: running?.failed_boards ?? null,
    pools: running === null ? null : running.pools.filter(({ is_fee }) => !is_fee).map(runningPool),
    stored: settings,
    switcher: perf?.switcher ?? null,
    presets,
    config_corrupt,
  });
}

/** The operator's pools of a status, in order. */
export function ownPools(pools: readonly Pool[]): readonly RunningPool[] {
  return pools.filter(isOperatorPool).map(runningPool);
}

function runningPool({ pool_id, url, user, status, accepted }: Omit<RunningPool, never>): RunningPool {
  return { pool_id, url, user, status, accepted };
}

/** The part of the state that a job stores and shows. */
export function actedState(now: Observed): ActedState {
  const { state, preset, throttled_percent, locate_on } = now;
  const { power_w, hashrate_hs } = now.figures_frozen ? { power_w: null, hashrate_hs: null } : now;
  const active = activePool(now.pools);
  return {
    state,
    preset,
    power_w,
    hashrate_hs,
    throttled_percent,
    locate_on,
    pool_url: active === null || active.url === null ? null : withoutLogin(active.url),
    pools: now.stored?.pools?.filter(isUsed).map(({ url, user }) => ({ url: withoutLogin(url), user })) ?? null,
  };
}

/**
 * The state before an order of pools: with the pools that the miner runs, which are known without a
 * reading of its settings.
 */
export function stateBeforePools(now: Observed): ActedState {
  const pools = now.pools?.flatMap(({ url, user }) => {
    return url === null || url === '' ? [] : [{ url: withoutLogin(url), user: user ?? '' }];
  });
  return { ...actedState(now), pools: pools ?? null };
}

/** Whether a miner whose figures stood still before an action still shows these figures. */
export function standStill(now: Observed, base: Observed | null): boolean {
  if (base?.figures_frozen !== true || now.hashrate_hs === null) return false;
  const { power_w, hashrate_hs, chip_temp_max_c } = base;
  return now.hashrate_hs === hashrate_hs && now.power_w === power_w && now.chip_temp_max_c === chip_temp_max_c;
}

/** The pool that a miner works for. */
export function activePool(pools: readonly RunningPool[] | null): RunningPool | null {
  return pools === null ? null : poolInUse(pools);
}

export function isUsed({ url }: Pick<StoredPool, 'url'>): boolean {
  return url.trim() !== '';
}

/** The reading that a job stored; null if it stored none. */
export function keptReading(kept: unknown): Observed | null {
  return typeof kept === 'object' && kept !== null ? observed(kept as Partial<Observed>) : null;
}

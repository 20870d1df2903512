import { staleAfterMs } from '../judging/thresholds.ts';
import type { Maintenance, Miner, StatusSummary } from '../model/index.ts';

/** The current time, and the age from which a reading is stale. */
export interface Moment {
  readonly nowMs: number;
  readonly staleAfterMs: number;
  /**
   * The current maintenance of a miner, the one that ends last first. Absent if that is not known
   * (`withMaintenance`).
   */
  readonly maintenanceOf?: (miner: Miner) => readonly Maintenance[];
  /** Ids of the miners of a dark part of the farm, whose readings are not of now (`withSilent`). */
  readonly silent?: ReadonlySet<string>;
}

export function momentOf(nowMs: number, statusSeconds: number): Moment {
  return { nowMs, staleAfterMs: staleAfterMs(statusSeconds * 1000) };
}

/** The current maintenance of a miner: of several, the one that ends last; null if there is none. */
export function maintenanceNow(miner: Miner, { maintenanceOf }: Moment): Maintenance | null {
  return maintenanceOf?.(miner)[0] ?? null;
}

/** The status that a row may show; null for an offline miner, whatever was read before. */
export function reading(miner: Miner): StatusSummary | null {
  return miner.online ? miner.latest_status : null;
}

/**
 * The current status; null if there is none, it is stale, its figures do not change, or the miner
 * just stopped answering with others.
 */
export function freshReading(miner: Miner, moment: Moment): StatusSummary | null {
  const status = reading(miner);
  // A miner that is not managed is not polled, however recent its last reading is.
  if (!miner.managed || miner.figures_unchanged_since_at !== null) return null;
  return status !== null && isRecent(status, moment) && !isSilent(miner, moment) ? status : null;
}

/** Whether a miner just stopped answering together with others: a part of the farm is dark. */
export function isSilent({ id }: Pick<Miner, 'id'>, { silent }: Moment): boolean {
  return silent?.has(id) === true;
}

/**
 * Whether a status was read recently. A time far in the future is not recent: the clock was set
 * back since, and the age of the reading is unknown. The clock of a browser may be behind by as
 * much as the stale age.
 */
export function isRecent({ recorded_at }: StatusSummary, { nowMs, staleAfterMs }: Moment): boolean {
  return Math.abs(nowMs - recorded_at) <= staleAfterMs;
}

/**
 * Seconds since a time; null if it is far in the future, as in `isRecent`, and the age is unknown.
 */
export function secondsSince(atMs: number | null, { nowMs, staleAfterMs }: Moment): number | null {
  return atMs === null || atMs - nowMs > staleAfterMs ? null : Math.max(0, (nowMs - atMs) / 1000);
}

export function isFresh(miner: Miner, moment: Moment): boolean {
  return freshReading(miner, moment) !== null;
}

/**
 * Whether a miner needs attention: it has a condition that is more than a notice. The program
 * decides that once (`attention` of the row), so that counts, marks, lists and notifications agree.
 */
export function needsAttention({ attention }: Pick<Miner, 'attention'>): boolean {
  return attention.length > 0;
}

/**
 * Whether PowerHive monitors a miner: it is polled, or only awaited because it is offline. Every
 * count of monitored miners is of these.
 */
export function isMonitored({ polling }: Pick<Miner, 'polling'>): boolean {
  return polling.eligible || polling.reason_code === 'offline';
}

/** Whether a miner has a critical condition. */
export function isCritical({ attention }: Pick<Miner, 'attention'>): boolean {
  return attention.some(({ severity }) => severity === 'critical');
}

/** Whether heat may damage a miner soon: nothing hides that, also no maintenance. */
export function isInDanger({ attention }: Pick<Miner, 'attention'>): boolean {
  return attention.some(({ in_danger }) => in_danger === true);
}

/** Whether a miner hashes now, by a fresh reading. */
export function isHashing(miner: Miner, moment: Moment): boolean {
  return (freshReading(miner, moment)?.hashrate_hs ?? 0) > 0;
}

/** Whether a miner hashes and reports no power: no sum of power contains it. */
export function hidesPower(miner: Miner, moment: Moment): boolean {
  return isHashing(miner, moment) && freshReading(miner, moment)?.power_w == null;
}

/**
 * The part of a pool's address that distinguishes pools: `stratum+tcp://eu.pool.example:3333` is
 * `eu.pool.example`.
 */
export function poolHost(url: string | null): string | null {
  if (url === null || url === '') return null;
  const address = url.replace(/^[a-z0-9+.-]+:\/\//i, '');
  return /^\[[\da-f:.]+\]/i.exec(address)?.[0] ?? address.replace(/[:/].*$/, '');
}

/** The hosts of all pools that are set on a miner, in their order; null if none is known. */
export function poolHosts({ pool_urls }: Miner): string | null {
  const hosts = new Set((pool_urls ?? []).flatMap((url) => poolHost(url) ?? []));
  return hosts.size === 0 ? null : [...hosts].join(', ');
}

import type { Miner, StatusSummary } from './model/index.ts';
import { efficiencyJPerTh } from './units.ts';

/** When it is, and from what age on a reading is old. */
export interface Moment {
  readonly nowMs: number;
  readonly staleAfterMs: number;
}

/** A reading is old after this many status intervals. */
const STALE_AFTER_INTERVALS = 3;

export function momentOf(nowMs: number, statusSeconds: number): Moment {
  return { nowMs, staleAfterMs: STALE_AFTER_INTERVALS * statusSeconds * 1000 };
}

/** The status that a row may show: an offline miner has none, whatever was read before. */
export function reading(miner: Miner): StatusSummary | null {
  return miner.online ? miner.latest_status : null;
}

/** The status that tells about now; null where there is none or it is old. */
export function freshReading(miner: Miner, moment: Moment): StatusSummary | null {
  const status = reading(miner);
  return status !== null && moment.nowMs - status.recorded_at <= moment.staleAfterMs ? status : null;
}

export function isFresh(miner: Miner, moment: Moment): boolean {
  return freshReading(miner, moment) !== null;
}

/** Whether a miner is online and wants a person: it has failed, is degraded, cannot be read, or its readings have stopped coming. */
export function wantsAttention(miner: Miner, moment: Moment): boolean {
  if (!miner.online) return false;
  const { polling, attention, latest_status: status } = miner;
  if (!polling.eligible) return polling.reason_code === 'unlock_refused' || attention.length > 0;
  if (status === null) return polling.consecutive_failures > 0;
  return !isFresh(miner, moment) || status.state === 'failure' || attention.length > 0;
}

/** How much of what its preset promises a miner hashes, 1 for all of it; null where either is unknown. */
export function hashrateShare(status: StatusSummary | null): number | null {
  const promisedHs = status?.hashrate_expected_hs ?? status?.hashrate_nominal_hs ?? null;
  if (status === null || status.hashrate_hs === null || promisedHs === null || promisedHs <= 0) return null;
  return status.hashrate_hs / promisedHs;
}

/** J/TH of a reading: the firmware's figure, else power over hash rate. Scrypt miners have none that could be compared. */
export function readingEfficiency(status: StatusSummary | null, algorithm: string | null): number | null {
  if (status === null || algorithm === 'scrypt') return null;
  return status.efficiency_j_per_th ?? efficiencyJPerTh(status.power_w, status.hashrate_hs);
}

/** The part of a pool's address that tells pools apart: `stratum+tcp://eu.pool.example:3333` is `eu.pool.example`. */
export function poolHost(url: string | null): string | null {
  if (url === null || url === '') return null;
  return url.replace(/^[a-z0-9+.-]+:\/\//i, '').replace(/[:/].*$/, '');
}

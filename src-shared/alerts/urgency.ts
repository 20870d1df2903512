import type { AlertSeverity } from '../model/index.ts';
import { severityRank } from './severity-rank.ts';

/** The fields by which incidents and conditions are ordered. */
export interface Urgency {
  readonly severity: AlertSeverity;
  /** Whether heat may damage a miner soon. */
  readonly in_danger?: boolean | undefined;
  /** Since when it is well again and only waits for its end, in UNIX milliseconds; else null. */
  readonly well_since_at?: number | null | undefined;
  /** Hash rate that is lost now, in hashes per second; null if unknown. */
  readonly hashrate_lost_hs: number | null;
  /** UNIX milliseconds; null if it existed at the first check, and sorts before all others. */
  readonly since_at: number | null;
}

/**
 * The order of incidents and conditions in all lists: first where a miner may be damaged, which costs
 * more than any loss of hash rate; last what is well again; between them by severity, current loss of hash rate, and age.
 */
export function byUrgency(a: Urgency, b: Urgency): number {
  return (
    Number(b.in_danger ?? false) - Number(a.in_danger ?? false) ||
    Number(a.well_since_at != null) - Number(b.well_since_at != null) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    (b.hashrate_lost_hs ?? 0) - (a.hashrate_lost_hs ?? 0) ||
    (a.since_at ?? 0) - (b.since_at ?? 0)
  );
}

/** Whether it is critical now, and not well again. */
export function isCriticalNow({ severity, well_since_at }: Pick<Urgency, 'severity' | 'well_since_at'>): boolean {
  return severity === 'critical' && well_since_at == null;
}

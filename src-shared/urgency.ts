import type { AlertSeverity } from './model/index.ts';
import { severityRank } from './severity-rank.ts';

/** What is needed of something wrong to order it: an incident, or a condition that is none. */
export interface Urgency {
  readonly severity: AlertSeverity;
  /** Hashes per second that are lost by it now; null where that is unknown. */
  readonly hashrate_lost_hs: number | null;
  /** UNIX milliseconds; null where it was there at the first check already: before all others. */
  readonly since_at: number | null;
}

/**
 * The order of what is wrong now, wherever it is listed: the worst first; of one severity what
 * loses most hash rate now, then what has lasted longest.
 */
export function byUrgency(a: Urgency, b: Urgency): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    (b.hashrate_lost_hs ?? 0) - (a.hashrate_lost_hs ?? 0) ||
    (a.since_at ?? 0) - (b.since_at ?? 0)
  );
}

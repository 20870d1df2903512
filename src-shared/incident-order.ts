import type { Incident } from './model/index.ts';
import { severityRank } from './severity-rank.ts';

/** What is needed of an incident to order it. */
type Urgency = Pick<Incident, 'severity' | 'hashrate_lost_hs' | 'since_at'>;

/**
 * The order of incidents that are not over, wherever they are listed: the worst first; of one
 * severity the one that loses most hash rate now, then the one that has lasted longest.
 */
export function byUrgency(a: Urgency, b: Urgency): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    (b.hashrate_lost_hs ?? 0) - (a.hashrate_lost_hs ?? 0) ||
    a.since_at - b.since_at
  );
}

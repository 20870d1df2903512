import type { AlertSeverity } from '../model/index.ts';

const SEVERITIES: readonly AlertSeverity[] = ['info', 'warning', 'critical'];

/** Higher is more severe. */
export function severityRank(severity: AlertSeverity): number {
  return SEVERITIES.indexOf(severity);
}

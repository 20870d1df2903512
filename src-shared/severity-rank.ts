import type { AlertSeverity } from './model/index.ts';

const SEVERITIES: readonly AlertSeverity[] = ['info', 'warning', 'critical'];

/** The higher, the worse. */
export function severityRank(severity: AlertSeverity): number {
  return SEVERITIES.indexOf(severity);
}

import type { Anomaly, ConditionCounts, ConditionSeverity, Miner } from '../../../src-shared/model/index.ts';

/** The severities, worst first. */
export const SEVERITIES = ['critical', 'warning', 'notice'] as const satisfies readonly ConditionSeverity[];

/** What stands out in the whole farm, by its live rows. */
export function totalConditions(miners: readonly Miner[]): ConditionCounts {
  const totals = { critical: 0, warning: 0, notice: 0 };
  for (const { findings } of miners) for (const severity of SEVERITIES) totals[severity] += findings[severity];
  return totals;
}

export function countAnomalies(anomalies: readonly Pick<Anomaly, 'severity'>[]): ConditionCounts {
  const totals = { critical: 0, warning: 0, notice: 0 };
  for (const { severity } of anomalies) totals[severity] += 1;
  return totals;
}

/**
 * Whether two counts agree on what is serious. Notices come and go with every reading: they are
 * worth no hurry.
 */
export function agreeOnSerious(a: ConditionCounts, b: ConditionCounts): boolean {
  return a.critical === b.critical && a.warning === b.warning;
}

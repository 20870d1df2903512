import { isCritical, needsAttention } from '../../../../src-shared/miner-now.ts';
import type { ConditionCounts, ConditionSeverity, Miner, Problem } from '../../../../src-shared/model/index.ts';

/** The severities, worst first. */
export const SEVERITIES = ['critical', 'warning', 'notice'] as const satisfies readonly ConditionSeverity[];

/**
 * What is wrong in the whole farm, by its live rows: as many of each severity as the list of
 * problems has. Rows name all but notices, and count those.
 */
export function totalConditions(miners: readonly Miner[]): ConditionCounts {
  const totals = { critical: 0, warning: 0, notice: 0 };
  for (const { attention, findings } of miners) {
    for (const { severity } of attention) totals[severity] += 1;
    totals.notice += findings.notice;
  }
  return totals;
}

/** How many miners need attention, and whether one of them has a critical problem. */
export function neededAttention(miners: readonly Miner[]): { readonly miners: number; readonly critical: boolean } {
  const needing = miners.filter(needsAttention);
  return { miners: needing.length, critical: needing.some(isCritical) };
}

export function countAnomalies(anomalies: readonly Pick<Problem, 'severity'>[]): ConditionCounts {
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

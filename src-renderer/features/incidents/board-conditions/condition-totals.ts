import { isCritical, needsAttention } from '../../../../src-shared/miner/miner-now.ts';
import type { ConditionCounts, ConditionSeverity, Miner, Problem } from '../../../../src-shared/model/index.ts';

/** The severities, worst first. */
export const SEVERITIES = ['critical', 'warning', 'notice'] as const satisfies readonly ConditionSeverity[];

/**
 * Number of problems by severity in the whole farm, from its live rows: the same as in the list of
 * problems. Rows contain all except notices, of which they contain the number.
 */
export function totalConditions(miners: readonly Miner[]): ConditionCounts {
  const totals = { critical: 0, warning: 0, notice: 0 };
  for (const { attention, findings } of miners) {
    for (const { severity } of attention) totals[severity] += 1;
    totals.notice += findings.notice;
  }
  return totals;
}

/** Number of miners that need attention, and whether one of them has a critical problem. */
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
 * Whether two counts agree, except for notices, which change with every reading and are not urgent.
 */
export function agreeOnSerious(a: ConditionCounts, b: ConditionCounts): boolean {
  return a.critical === b.critical && a.warning === b.warning;
}

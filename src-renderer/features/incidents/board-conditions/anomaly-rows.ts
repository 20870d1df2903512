import type { ConditionCounts, ConditionSeverity, Problem } from '../../../../src-shared/model/index.ts';
import { SEVERITIES } from './condition-totals.ts';

/**
 * One anomaly in the list. Those of one miner stand together, and the first of them carries its
 * name.
 */
export interface AnomalyRow {
  readonly key: string;
  readonly anomaly: Problem;
  readonly first: boolean;
  readonly last: boolean;
  /** On the first row of a miner: how many of its anomalies the filter hides. */
  readonly hidden: number;
}

/**
 * The anomalies of the severities that are shown: miner by miner in the order of their worst, as
 * the list is worst first.
 */
export function anomalyRows(
  anomalies: readonly Problem[],
  shown: ReadonlySet<ConditionSeverity>,
): readonly AnomalyRow[] {
  const all = Map.groupBy(anomalies, ({ miner_id }) => miner_id);
  const seen = Map.groupBy(
    anomalies.filter(({ severity }) => shown.has(severity)),
    ({ miner_id }) => miner_id,
  );
  return [...seen].flatMap(([minerId, ofMiner]) =>
    ofMiner.map((anomaly, i) => ({
      key: `${minerId} ${anomaly.code} ${anomaly.chain_id ?? ''}`,
      anomaly,
      first: i === 0,
      last: i === ofMiner.length - 1,
      hidden: i === 0 ? (all.get(minerId)?.length ?? 0) - ofMiner.length : 0,
    })),
  );
}

/**
 * What is shown until the operator says otherwise: notices are folded where there is something more
 * serious.
 */
export function usualSeverities(counts: ConditionCounts): ReadonlySet<ConditionSeverity> {
  return new Set(counts.critical + counts.warning > 0 ? ['critical', 'warning'] : SEVERITIES);
}

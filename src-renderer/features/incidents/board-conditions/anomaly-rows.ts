import { conditionKind } from '../../../../src-shared/condition-kinds.ts';
import type { ConditionCounts, ConditionSeverity, Problem } from '../../../../src-shared/model/index.ts';
import { SEVERITIES } from './condition-totals.ts';

/**
 * One anomaly in the list. Those of one miner are adjacent, and the first of them shows its name.
 */
export interface AnomalyRow {
  readonly key: string;
  readonly anomaly: Problem;
  readonly first: boolean;
  readonly last: boolean;
  /** In the first row of a miner: how many of its anomalies the filter hides. */
  readonly hidden: number;
}

/**
 * The anomalies of the shown severities by miner. The input is worst first, so miners are in the
 * order of their worst anomaly.
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
 * Those of boards, chips, fans and sensors: what is wrong with a whole miner or its pools is a
 * problem elsewhere. A miner that hashes nothing is one of all its boards.
 */
export function ofBoards(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ code }) => {
    const { part } = conditionKind(code);
    return (part !== 'miner' && part !== 'pools') || code === 'miner_zero_hashrate';
  });
}

/** The default filter: notices are hidden if there is anything more serious. */
export function usualSeverities(counts: ConditionCounts): ReadonlySet<ConditionSeverity> {
  return new Set(counts.critical + counts.warning > 0 ? ['critical', 'warning'] : SEVERITIES);
}

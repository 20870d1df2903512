import { conditionRank } from '../../src-shared/condition-kinds.ts';
import { Anomaly, type Condition, type ConditionCounts, type Problem } from '../../src-shared/model/index.ts';

const LISTED: ReadonlySet<string> = new Set(Anomaly.shape.code.options);
const SEVERITY_ORDER: Readonly<Record<Anomaly['severity'], number>> = { critical: 0, warning: 1, notice: 2 };
const byName = new Intl.Collator('en', { numeric: true });

type Listed = Condition & { readonly code: Anomaly['code'] };

/**
 * Whether `GET /api/anomalies` lists a condition: it must be about readings, not about whether the
 * miner can be read.
 */
function isListed(condition: Condition): condition is Listed {
  return LISTED.has(condition.code);
}

/** The miner that has the conditions. */
interface Owner {
  readonly id: string;
  readonly name: string;
}

/** The conditions of a miner as `GET /api/anomalies` lists them. */
export function anomaliesOf(conditions: readonly Condition[], miner: Owner): Anomaly[] {
  return conditions
    .filter(isListed)
    .map((condition) => ({ ...listed(condition, miner), recorded_at: condition.recorded_at ?? 0 }));
}

/** The conditions of a miner as `GET /api/problems` lists them: all of them. */
export function problemsOf(conditions: readonly Condition[], miner: Owner): Problem[] {
  return conditions.map((condition) => listed(condition, miner));
}

function listed<C extends Condition>({ where: { part: _, ...where }, ...condition }: C, { id, name }: Owner) {
  return { ...condition, ...where, miner_id: id, miner_name: name };
}

/** Counts of each severity, of the conditions that `anomaliesOf` lists. */
export function countAnomalies(conditions: readonly Condition[]): ConditionCounts {
  const counts = { critical: 0, warning: 0, notice: 0 };
  for (const condition of conditions) if (isListed(condition)) counts[condition.severity] += 1;
  return counts;
}

/** Worst first; equal ones by the miner's name, so that the order is stable between readings. */
export function byWeight(a: Problem, b: Problem): number {
  return (
    SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
    conditionRank(a.code) - conditionRank(b.code) ||
    b.chip_ids.length - a.chip_ids.length ||
    byName.compare(a.miner_name, b.miner_name) ||
    a.miner_id.localeCompare(b.miner_id) ||
    (a.chain_id ?? 0) - (b.chain_id ?? 0)
  );
}

import type { Miner, Rule } from '../../../../src-shared/model/index.ts';
import { fewestMiners, GroupSizes, groupCauses, togetherMs } from '../group-by-cause.ts';
import type { Evaluator, RuleMatch } from './evaluator.ts';

interface KnownMiners {
  rule(id: string): Rule | null;
  miner(id: string): Miner | null;
  miners(): Iterable<Miner>;
}

/**
 * New matches, together with pending ones of the same cause that began at about the same time. A
 * cause is thus one incident from the start, however the readings of its miners are distributed,
 * and nothing has to wait.
 */
export function joinPendingMatches(
  began: readonly RuleMatch[],
  evaluator: Pick<Evaluator, 'pendingNear' | 'take'>,
  known: KnownMiners,
): readonly RuleMatch[] {
  const all = [...began];
  let sizes: GroupSizes | null = null;
  for (const [ruleId, found] of Map.groupBy(began, (match) => match.ruleId)) {
    const rule = known.rule(ruleId);
    if (rule === null) continue;
    const firstAt = Math.min(...found.map(({ sinceAt }) => sinceAt));
    const pending = evaluator.pendingNear(ruleId, firstAt, togetherMs(ruleId));
    if (pending.length === 0 || found.length + pending.length < fewestMiners(rule)) continue;
    const rows = [...found, ...pending].flatMap(({ minerId }) => known.miner(minerId) ?? []);
    sizes ??= new GroupSizes(known.miners());
    const certain = new Set(found.map(({ minerId }) => minerId));
    const { groups } = groupCauses(rule, rows, sizes);
    const taken = new Set(groups.flatMap(({ minerIds }) => (minerIds.some((id) => certain.has(id)) ? minerIds : [])));
    for (const match of pending) {
      if (!taken.has(match.minerId)) continue;
      evaluator.take(match);
      all.push(match);
    }
  }
  return all;
}

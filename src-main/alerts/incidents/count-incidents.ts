import type { Miner, RuleGrouping } from '../../../src-shared/model/index.ts';
import { GroupSizes, groupCauses } from './group-by-cause.ts';

/** How many incidents these miners would be, each list of them found at one time. */
export function countIncidents(
  miners: readonly Miner[],
  found: readonly (readonly string[])[],
  grouping: RuleGrouping,
): number {
  const byId = new Map(miners.map((miner) => [miner.id, miner]));
  const sizes = new GroupSizes(miners);
  return found.reduce((sum, ids) => {
    const rows = ids.flatMap((id) => byId.get(id) ?? []);
    const { groups, singles } = groupCauses({ id: '', grouping }, rows, sizes);
    return sum + groups.length + singles.length;
  }, 0);
}

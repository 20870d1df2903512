import type { GroupPlan } from '../../../src-main/history/plan-history.ts';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { readMinersSums } from '../../../src-main/store/queries/history/miner-sum-queries.ts';
import { readMonitored } from '../../../src-main/store/queries/history/monitored-queries.ts';

/** The part of a store that sums over chosen miners need, on an open database. */
export function sumsStore(sqlite: Sqlite) {
  return {
    minersSums: async (ids: readonly string[], plan: GroupPlan) => readMinersSums(sqlite, ids, plan),
    monitored: async (minerIds: readonly string[], plan: GroupPlan) =>
      readMonitored(sqlite, { minerIds, modelAlias: null }, plan),
  };
}

import type { Sqlite } from './database-file.ts';
import { prepareBlockWrites } from './history-blocks.ts';
import type { SealedStep } from './seal.ts';

/** What the writer does with a step that was worked out beside it; the call runs inside a transaction of the caller. */
export function prepareSealWrites(sqlite: Sqlite) {
  const blocks = prepareBlockWrites(sqlite);
  const removeStatuses = sqlite.prepare<[string]>('DELETE FROM statuses WHERE id IN (SELECT value FROM json_each(?))');
  const removeSnapshots = sqlite.prepare<[string]>(
    'DELETE FROM chain_snapshots WHERE id IN (SELECT value FROM json_each(?))',
  );
  const modelOf = sqlite.prepare<[number], string | null>('SELECT model_alias FROM miners WHERE miner_key = ?').pluck();
  const addShare = sqlite.prepare(
    `INSERT INTO group_slots (slot_ms, at, model_alias, miners, filled, hashrate_hs, power_w, chip_temp_max_c)
     VALUES (@slot_ms, @at, @model_alias, @miners, @filled, @hashrate_hs, @power_w, @chip_temp_max_c)
     ON CONFLICT (slot_ms, at, model_alias) DO UPDATE SET
       miners = miners + excluded.miners, filled = filled + excluded.filled,
       hashrate_hs = coalesce(hashrate_hs + excluded.hashrate_hs, hashrate_hs, excluded.hashrate_hs),
       power_w = coalesce(power_w + excluded.power_w, power_w, excluded.power_w),
       chip_temp_max_c = max(coalesce(chip_temp_max_c, excluded.chip_temp_max_c), coalesce(excluded.chip_temp_max_c, chip_temp_max_c))`,
  );

  return {
    /** Answers false, having changed nothing, where rows of it were deleted since it was worked out. */
    commitSeal(step: SealedStep): boolean {
      sqlite.exec('SAVEPOINT seal');
      const statuses = remove(removeStatuses, step.statusIds);
      const snapshots = remove(removeSnapshots, step.snapshotIds);
      if (statuses < step.statusIds.length || snapshots < step.snapshotIds.length) {
        sqlite.exec('ROLLBACK TO seal; RELEASE seal');
        return false;
      }
      for (const block of step.blocks) blocks.put(block);
      for (const { tier, miner_key, from_at } of step.closes) blocks.close(tier, miner_key, from_at);
      const model_alias = step.shares.length === 0 ? '' : (modelOf.get(step.miner_key) ?? '');
      for (const share of step.shares) addShare.run({ ...share, model_alias });
      sqlite.exec('RELEASE seal');
      return true;
    },
  };
}

function remove(statement: { run(ids: string): { changes: number } }, ids: readonly number[]): number {
  return ids.length === 0 ? 0 : statement.run(JSON.stringify(ids)).changes;
}

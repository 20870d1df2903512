import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { slotStart } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepareBlockWrites } from '../queries/history/history-blocks.ts';
import type { CompactedStep } from './compact-step.ts';

/** Commits steps that the compactor has computed. The caller opens the transaction. */
export function prepareCompactWrites(sqlite: Sqlite) {
  const blocks = prepareBlockWrites(sqlite);
  const groupOf = sqlite.prepare<[number], { readonly site_key: number; readonly model_alias: string }>(
    `SELECT site_key, coalesce(model_alias, '') AS model_alias FROM miners WHERE miner_key = ?`,
  );
  const hideRows = sqlite.prepare<[string, number, number, number]>(
    `INSERT INTO sealed_rows (kind, miner_key, from_at, through_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, miner_key, from_at) DO UPDATE SET through_id = max(through_id, excluded.through_id)`,
  );
  const addRange = sqlite.prepare<[number, number, number]>(
    'INSERT INTO filled_ranges (miner_key, from_at, to_at) VALUES (?, ?, ?)',
  );
  const addShare = sqlite.prepare<
    [number, number, string, number, number, number, number | null, number | null, number, number | null]
  >(
    `INSERT INTO group_slots (slot_ms, at, model_alias, site_key, miners, filled, hashrate_hs, power_w, power_miners, chip_temp_max_c)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (slot_ms, at, model_alias, site_key) DO UPDATE SET
       miners = miners + excluded.miners, filled = filled + excluded.filled,
       hashrate_hs = coalesce(hashrate_hs + excluded.hashrate_hs, hashrate_hs, excluded.hashrate_hs),
       power_w = coalesce(power_w + excluded.power_w, power_w, excluded.power_w),
       power_miners = power_miners + excluded.power_miners,
       chip_temp_max_c = max(coalesce(chip_temp_max_c, excluded.chip_temp_max_c), coalesce(excluded.chip_temp_max_c, chip_temp_max_c))`,
  );

  function commit({ miner_key, blocks: made, closes, compacted, filled, shares }: CompactedStep): void {
    for (const block of made) blocks.put(block);
    for (const { tier, miner_key, from_at } of closes) blocks.close(tier, miner_key, from_at);
    if (compacted !== null)
      hideRows.run(compacted.kind, miner_key, slotStart(compacted.from_at, HOUR_MS), compacted.through_id);
    if (filled !== null) addRange.run(miner_key, filled.from_at, filled.to_at);
    const group = shares.length === 0 ? undefined : groupOf.get(miner_key);
    if (group === undefined) return;
    for (const { slot_ms, at, miners, filled, hashrate_hs, power_w, power_miners, chip_temp_max_c } of shares) {
      addShare.run(
        slot_ms,
        at,
        group.model_alias,
        group.site_key,
        miners,
        filled,
        hashrate_hs,
        power_w,
        power_miners,
        chip_temp_max_c,
      );
    }
  }

  return {
    commitCompact: (steps: readonly CompactedStep[]): void => steps.forEach(commit),
  };
}

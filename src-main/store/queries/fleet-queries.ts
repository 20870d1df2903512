import { asc } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { z } from 'zod';
import { Preset } from '../../../src-shared/model/miner/miner-model.ts';
import type { Sqlite } from '../file/database-file.ts';
import { jsonColumn, toJson } from '../file/row-values.ts';
import { columnsOf, finite, prepared, prepareInsert } from '../file/statements.ts';
import { miners, sites } from '../schema/miners.ts';
import { modelPresets, models } from '../schema/models.ts';
import type { MinerDecision, ReencryptedSecret, StoredMiner, StoredModel, StoredSite } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { MINER_COLUMNS } from './fleet-part.ts';
import { prepareMinerLife } from './remove-miner.ts';
import { prepareUndoReplacement } from './undo-replacement.ts';

/** Written only by decisions of the operator, never by what is seen of the miner. */
const DECIDED_COLUMNS = [
  'managed',
  'nickname',
  'tags',
  'place',
  'unlock_pass_sealed',
] as const satisfies readonly (keyof MinerDecision)[];

const MODEL_COLUMNS = [
  'alias',
  'name',
  'algorithm',
  'hr_measure',
  'chains',
  'chips_per_chain',
  'board_rows',
] as const satisfies readonly (keyof StoredModel)[];

const BoardRows = z.array(z.array(z.int()));

/** The writes of miners and models. The caller opens the transaction. */
export function prepareFleetWrites(sqlite: Sqlite) {
  const putMiner = prepareInsert(sqlite, miners, MINER_COLUMNS, 'id', DECIDED_COLUMNS);
  const { revive, ...life } = prepareMinerLife(sqlite);
  const upsertMiner = (row: StoredMiner): void => {
    revive(row.id);
    putMiner({
      ...row,
      tuned_presets: toJson(row.tuned_presets),
      preset_baseline: toJson(row.preset_baseline),
      pools_before: toJson(row.pools_before),
      conditions_since: toJson(row.conditions_since),
      tags: JSON.stringify(row.tags),
    });
  };
  const upsertModel = prepareInsert(sqlite, models, MODEL_COLUMNS, 'alias');
  const insertPreset = prepareInsert(sqlite, modelPresets, ['model_alias', 'position', ...columnsOf(Preset.shape)]);
  const dropPresets = sqlite.prepare<[string]>('DELETE FROM model_presets WHERE model_alias = ?');
  const chooseMaxPreset = sqlite.prepare<[string | null, string]>('UPDATE models SET max_preset = ? WHERE alias = ?');
  return {
    ...life,
    ...prepareUndoReplacement(sqlite),
    upsertMiners(rows: readonly StoredMiner[]): void {
      for (const row of rows) upsertMiner(row);
    },
    decideMiner(row: StoredMiner, decision: MinerDecision): void {
      if (revive(row.id)) upsertMiner(row);
      for (const column of DECIDED_COLUMNS) {
        const value = decision[column];
        if (value === undefined) continue;
        const decide = prepared<[string | number | null, string]>(
          sqlite,
          `UPDATE miners SET ${column} = ? WHERE id = ?`,
        );
        const { changes } = decide.run(
          typeof value === 'object'
            ? value && JSON.stringify(value)
            : typeof value === 'boolean'
              ? Number(value)
              : value,
          row.id,
        );
        if (changes === 0) return void upsertMiner({ ...row, ...decision });
      }
    },
    reencryptSecrets(changes: readonly ReencryptedSecret[]): void {
      for (const { id, column, before, after } of changes) {
        const reencrypt = prepared<[string, string, string]>(
          sqlite,
          `UPDATE miners SET ${column} = ? WHERE id = ? AND ${column} = ?`,
        );
        reencrypt.run(after, id, before);
      }
    },
    upsertModels(rows: readonly Omit<StoredModel, 'max_preset'>[]): void {
      for (const row of rows) {
        upsertModel({ ...row, board_rows: toJson(row.board_rows) });
        dropPresets.run(row.alias);
        row.presets.forEach((preset, position) => {
          insertPreset({ ...preset, model_alias: row.alias, position });
        });
      }
    },
    setMaxPreset(alias: string, maxPreset: string | null): void {
      const { changes } = chooseMaxPreset.run(maxPreset, alias);
      if (changes === 0) throw new StoreError('failed', `There is no model "${alias}" in the database.`);
    },
  };
}

/** All sites in the order of their creation. */
export function loadSites(sqlite: Sqlite): StoredSite[] {
  return drizzle(sqlite).select().from(sites).orderBy(asc(sites.site_key)).all();
}

/** All models with their presets, in the firmware's own order. */
export function loadModels(sqlite: Sqlite): StoredModel[] {
  const db = drizzle(sqlite);
  const presets = new Map<string, Preset[]>();
  for (const row of db
    .select()
    .from(modelPresets)
    .orderBy(asc(modelPresets.model_alias), asc(modelPresets.position))
    .all()) {
    const { model_alias, position: _, ...preset } = row;
    const ladder = presets.get(model_alias) ?? [];
    ladder.push(finite(preset));
    presets.set(model_alias, ladder);
  }
  return db
    .select()
    .from(models)
    .orderBy(asc(models.alias))
    .all()
    .map((row) => ({
      ...row,
      board_rows: jsonColumn(row.board_rows, BoardRows),
      presets: presets.get(row.alias) ?? [],
    }));
}

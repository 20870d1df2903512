import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { z } from 'zod';
import { Pool, Preset } from '../../src-shared/model/index.ts';
import type { Sqlite } from './database-file.ts';
import { miners, modelPresets, models } from './schema.ts';
import { columnsOf, finite, prepareInsert } from './statements.ts';
import { readFigures, readParts } from './status-queries.ts';
import type { MinerDecision, ResealedSecret, StatusRecord, StoredFleet, StoredMiner, StoredModel } from './store.ts';
import { StoreError } from './store-error.ts';

const MINER_COLUMNS = [
  'id',
  'ip',
  'last_ip',
  'managed',
  'nickname',
  'hostname',
  'model_alias',
  'firmware_name',
  'firmware_version',
  'api_key_sealed',
  'unlock_pass_sealed',
  'first_seen_at',
  'last_seen_at',
  'offline_since_at',
] as const satisfies readonly (keyof StoredMiner)[];

/** Written by what the operator decides, and by nothing that is seen of the miner. */
const DECIDED_COLUMNS = [
  'managed',
  'nickname',
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
const Pools = z.array(Pool);

/** What the writer does with miners and models; every call runs inside a transaction of the caller. */
export function prepareFleetWrites(sqlite: Sqlite) {
  const upsertMiner = prepareInsert(sqlite, miners, MINER_COLUMNS, 'id', DECIDED_COLUMNS);
  const upsertModel = prepareInsert(sqlite, models, MODEL_COLUMNS, 'alias');
  const insertPreset = prepareInsert(sqlite, modelPresets, ['model_alias', 'position', ...columnsOf(Preset.shape)]);
  const db = drizzle(sqlite);
  return {
    upsertMiners(rows: readonly StoredMiner[]): void {
      for (const row of rows) upsertMiner(row);
    },
    decideMiner(row: StoredMiner, decision: MinerDecision): void {
      if (Object.keys(decision).length === 0) return;
      const { changes } = db.update(miners).set(decision).where(eq(miners.id, row.id)).run();
      if (changes === 0) upsertMiner({ ...row, ...decision });
    },
    resealSecrets(changes: readonly ResealedSecret[]): void {
      for (const { id, column, before, after } of changes) {
        db.update(miners)
          .set({ [column]: after })
          .where(and(eq(miners.id, id), eq(miners[column], before)))
          .run();
      }
    },
    upsertModels(rows: readonly Omit<StoredModel, 'max_preset'>[]): void {
      for (const row of rows) {
        upsertModel({ ...row, board_rows: row.board_rows === null ? null : JSON.stringify(row.board_rows) });
        db.delete(modelPresets).where(eq(modelPresets.model_alias, row.alias)).run();
        row.presets.forEach((preset, position) => {
          insertPreset({ ...preset, model_alias: row.alias, position });
        });
      }
    },
    setMaxPreset(alias: string, maxPreset: string | null): void {
      const { changes } = db.update(models).set({ max_preset: maxPreset }).where(eq(models.alias, alias)).run();
      if (changes === 0) throw new StoreError('failed', `There is no model "${alias}" in the database.`);
    },
  };
}

/** Everything the program shows before the first miner has answered. */
export function loadFleet(sqlite: Sqlite): StoredFleet {
  const db = drizzle(sqlite);
  // One transaction, so that a status written meanwhile is either wholly in it or not at all.
  return db.transaction(() => ({ miners: loadMiners(db), models: loadModels(db), latest: loadLatest(sqlite) }));
}

function loadMiners(db: BetterSQLite3Database): StoredMiner[] {
  const { miner_key, latest_status_id: _id, latest_pools: _pools, ...columns } = getTableColumns(miners);
  return db.select(columns).from(miners).orderBy(asc(miner_key)).all();
}

function loadModels(db: BetterSQLite3Database): StoredModel[] {
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
      board_rows: parseJson(row.board_rows, BoardRows),
      presets: presets.get(row.alias) ?? [],
    }));
}

function loadLatest(sqlite: Sqlite): Map<string, StatusRecord & { readonly id: number }> {
  const rows = sqlite
    .prepare<[], { id: number; miner_id: string; recorded_at: number; latest_pools: string | null }>(
      `SELECT statuses.id, miners.id AS miner_id, recorded_at, latest_pools
       FROM miners JOIN statuses ON statuses.id = miners.latest_status_id`,
    )
    .all();
  const ids = rows.map((row) => row.id);
  const figures = readFigures(sqlite, ids);
  const parts = readParts(sqlite, ids);
  return new Map(
    rows.map(({ latest_pools, ...row }) => [
      row.miner_id,
      { ...row, figures: figures(row.id), ...parts(row.id), pools: parseJson(latest_pools, Pools) ?? [] },
    ]),
  );
}

/** A JSON column, or null where it is empty or damaged: neither is worth losing the row for. */
function parseJson<S extends z.ZodType>(text: string | null, schema: S): z.infer<S> | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

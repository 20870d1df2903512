import { asc } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { z } from 'zod';
import { Preset } from '../../../src-shared/model/miner-model.ts';
import { Pool } from '../../../src-shared/model/status.ts';
import type { Sqlite } from '../file/database-file.ts';
import { columnsOf, finite, prepared, prepareInsert } from '../file/statements.ts';
import { miners, sites } from '../schema/miners.ts';
import { modelPresets, models } from '../schema/models.ts';
import type { FleetPart, MinerDecision, ReencryptedSecret, StoredMiner, StoredModel, StoredSite } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { prepareMinerLife } from './remove-miner.ts';
import { readFigures, readParts } from './status-queries.ts';

const MINER_COLUMNS = [
  'id',
  'site_key',
  'firmware_kind',
  'ip',
  'last_ip',
  'managed',
  'nickname',
  'tags',
  'place',
  'label',
  'hostname',
  'model_alias',
  'firmware_name',
  'firmware_version',
  'api_key_sealed',
  'unlock_pass_sealed',
  'first_seen_at',
  'last_seen_at',
  'offline_since_at',
  'tuned_presets',
  'preset_set',
  'conditions_since',
  'fans_turned',
] as const satisfies readonly (keyof StoredMiner)[];

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

/**
 * How many miners make a part: few enough that its objects are short-lived, and that processing it
 * does not block a thread for long.
 */
const PART_MINERS = 500;

type MinerRow = Omit<StoredMiner, 'managed' | 'fans_turned' | 'tuned_presets' | 'conditions_since' | 'tags'> & {
  readonly managed: number;
  readonly tags: string;
  readonly fans_turned: number;
  readonly tuned_presets: string | null;
  readonly conditions_since: string | null;
  readonly latest_status_id: number | null;
  readonly latest_pools: string | null;
  readonly recorded_at: number | null;
};

const BoardRows = z.array(z.array(z.int()));
const Pools = z.array(Pool);
const Sinces = z.record(z.string(), z.int());
const PresetNames = z.array(z.string());
const Tags = z.array(z.string());

/** The writes of miners and models. The caller opens the transaction. */
export function prepareFleetWrites(sqlite: Sqlite) {
  const putMiner = prepareInsert(sqlite, miners, MINER_COLUMNS, 'id', DECIDED_COLUMNS);
  const { revive, ...life } = prepareMinerLife(sqlite);
  const upsertMiner = (row: StoredMiner): void => {
    revive(row.id);
    const tuned_presets = row.tuned_presets === null ? null : JSON.stringify(row.tuned_presets);
    const conditions_since = row.conditions_since === null ? null : JSON.stringify(row.conditions_since);
    putMiner({ ...row, tuned_presets, conditions_since, tags: JSON.stringify(row.tags) });
  };
  const upsertModel = prepareInsert(sqlite, models, MODEL_COLUMNS, 'alias');
  const insertPreset = prepareInsert(sqlite, modelPresets, ['model_alias', 'position', ...columnsOf(Preset.shape)]);
  const dropPresets = sqlite.prepare<[string]>('DELETE FROM model_presets WHERE model_alias = ?');
  const chooseMaxPreset = sqlite.prepare<[string | null, string]>('UPDATE models SET max_preset = ? WHERE alias = ?');
  return {
    ...life,
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
        upsertModel({ ...row, board_rows: row.board_rows === null ? null : JSON.stringify(row.board_rows) });
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

/** The keys at which the parts for `loadFleetPart` begin. */
export function fleetParts(sqlite: Sqlite): number[] {
  const keys = prepared<[], number>(sqlite, 'SELECT miner_key FROM miners WHERE gone IS NULL ORDER BY miner_key')
    .pluck()
    .all();
  return keys.filter((_, i) => i % PART_MINERS === 0);
}

/** The miners of one part, from a key on, each with its latest status. */
export function loadFleetPart(sqlite: Sqlite, firstKey: number): FleetPart {
  // One transaction, so that a concurrent status is contained completely or not at all.
  return sqlite.transaction(() => {
    const rows = prepared<[number], MinerRow>(
      sqlite,
      `SELECT ${MINER_COLUMNS.map((column) => `miners.${column}`).join(', ')}, latest_status_id, latest_pools, recorded_at
         FROM miners LEFT JOIN statuses ON statuses.id = miners.latest_status_id
         WHERE miners.miner_key >= ? AND miners.gone IS NULL ORDER BY miners.miner_key LIMIT ${PART_MINERS}`,
    ).all(firstKey);
    const ids = rows.flatMap(({ latest_status_id }) => latest_status_id ?? []);
    const figures = readFigures(sqlite, ids);
    const parts = readParts(sqlite, ids);
    return {
      miners: rows.map(({ latest_status_id: _id, latest_pools: _pools, recorded_at: _at, ...miner }) => ({
        ...miner,
        managed: miner.managed === 1,
        fans_turned: miner.fans_turned === 1,
        tags: Tags.parse(JSON.parse(miner.tags)),
        tuned_presets: parseJson(miner.tuned_presets, PresetNames),
        conditions_since: parseJson(miner.conditions_since, Sinces),
      })),
      latest: rows.flatMap(({ id: miner_id, latest_status_id: id, latest_pools, recorded_at }) =>
        id === null || recorded_at === null
          ? []
          : {
              id,
              miner_id,
              recorded_at,
              figures: figures(id),
              ...parts(id),
              pools: parseJson(latest_pools, Pools) ?? [],
            },
      ),
    };
  })();
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
      board_rows: parseJson(row.board_rows, BoardRows),
      presets: presets.get(row.alias) ?? [],
    }));
}

/** A JSON column; null if it is empty or damaged, because the row is still useful. */
function parseJson<S extends z.ZodType>(text: string | null, schema: S): z.infer<S> | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

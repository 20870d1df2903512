import { existsSync } from 'node:fs';
import type { Preset } from '../../../src-shared/model/index.ts';
import { StoreError, toStoreError } from '../store-error.ts';
import { APPLICATION_ID, openReadOnly, type Sqlite } from './database-file.ts';
import { type LegacyMinerRow, type LegacyModelRow, type LegacyPresetRow, parseLegacyRow } from './legacy-rows.ts';

/** A miner of the first PowerHive. Its secrets are plain text: encrypt them first. */
export interface LegacyMiner {
  readonly id: string;
  readonly ip: string | null;
  readonly api_key: string | null;
  readonly unlock_pass: string | null;
  readonly managed: boolean;
  readonly model_alias: string | null;
}

export interface LegacyModel {
  readonly alias: string;
  readonly name: string;
  readonly max_preset: string | null;
  readonly presets: readonly Preset[];
}

/** What could not be imported, and why. */
export interface LegacySkip {
  readonly what: string;
  readonly why: string;
}

export interface LegacyDatabase {
  readonly miners: readonly LegacyMiner[];
  readonly models: readonly LegacyModel[];
  readonly skipped: readonly LegacySkip[];
}

const COLUMNS = {
  models: ['id', 'name', 'alias', 'max_preset'],
  model_presets: ['id', 'model_id', 'value', 'position', 'expected_power_w', 'expected_hashrate_th'],
  miners: ['id', 'ip', 'api_key', 'managed', 'unlock_pass', 'model_id'],
} as const;

type LegacyTable = keyof typeof COLUMNS;

/**
 * Reads the database of the first PowerHive without changing it. Unusable rows and values are left
 * out and reported in `skipped`. Throws a `StoreError`: `failed` if there is no such file,
 * `not_ours` if it is another file, `corrupt` if it is damaged.
 */
export function readLegacyDatabase(path: string): LegacyDatabase {
  if (!existsSync(path)) throw new StoreError('failed', `There is no file ${path}.`);
  let sqlite: Sqlite | undefined;
  try {
    sqlite = openReadOnly(path);
    return readTables(sqlite, path);
  } catch (error) {
    throw toStoreError(error, path);
  } finally {
    sqlite?.close();
  }
}

function readTables(sqlite: Sqlite, path: string): LegacyDatabase {
  if (sqlite.pragma('application_id', { simple: true }) === APPLICATION_ID) {
    throw new StoreError('not_ours', `${path} is a database of this PowerHive already, there is nothing to import.`);
  }
  const skipped: LegacySkip[] = [];
  const modelRows = readRows(sqlite, 'models', skipped);
  const presetRows = readRows(sqlite, 'model_presets', skipped);
  const minerRows = readRows(sqlite, 'miners', skipped);
  if (modelRows === null && minerRows === null) {
    throw new StoreError(
      'not_ours',
      `${path} is not a database of the first PowerHive: it has neither a table "miners" nor a table "models".`,
    );
  }
  const models = parseModels(modelRows ?? [], presetRows ?? [], skipped);
  const miners = parseMiners(minerRows ?? [], models, skipped);
  return { miners, models: [...models.values()], skipped };
}

/** All rows of a table, with null for missing columns; null if the table is missing. */
function readRows(sqlite: Sqlite, table: LegacyTable, skipped: LegacySkip[]): Record<string, unknown>[] | null {
  const present = sqlite.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  if (present.length === 0) {
    skipped.push({ what: `table ${table}`, why: 'the database has none' });
    return null;
  }
  const columns = COLUMNS[table].map((column) => {
    if (present.includes(column)) return column;
    // The id of a preset matters only if max_preset is such an id, and that is reported separately.
    if (table !== 'model_presets' || column !== 'id')
      skipped.push({ what: `column ${table}.${column}`, why: 'the table has none' });
    return `NULL AS ${column}`;
  });
  return sqlite.prepare<[], Record<string, unknown>>(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`).all();
}

function parseModels(
  modelRows: readonly Record<string, unknown>[],
  presetRows: readonly Record<string, unknown>[],
  skipped: LegacySkip[],
): Map<string, LegacyModel> {
  const presets = presetRows.flatMap((row) => parseLegacyRow('model_presets', row, skipped) ?? []);
  const models = new Map<string, LegacyModel>();
  for (const raw of modelRows) {
    const row = parseLegacyRow('models', raw, skipped);
    if (row === null) continue;
    if ([...models.values()].some((model) => model.alias === row.alias)) {
      skipped.push({ what: `model ${row.alias}`, why: 'another model has the same alias' });
      continue;
    }
    const ladder = presets.filter((preset) => preset.model_id === row.id).sort((a, b) => a.position - b.position);
    models.set(row.id, {
      alias: row.alias,
      name: row.name ?? row.alias,
      max_preset: resolveMaxPreset(row, ladder, skipped),
      presets: ladder.map(toPreset),
    });
  }
  return models;
}

/** Some versions stored the value of the preset, others the id of its row. */
function resolveMaxPreset(
  row: LegacyModelRow,
  ladder: readonly LegacyPresetRow[],
  skipped: LegacySkip[],
): string | null {
  if (row.max_preset === null) return null;
  const named =
    ladder.find((preset) => preset.value === row.max_preset) ?? ladder.find((preset) => preset.id === row.max_preset);
  if (named !== undefined) return named.value;
  skipped.push({ what: `max_preset ${row.max_preset} of model ${row.alias}`, why: 'it is none of its presets' });
  return null;
}

function toPreset(row: LegacyPresetRow): Preset {
  return {
    name: row.value,
    pretty: null,
    power_w: row.expected_power_w,
    hashrate_hs: row.expected_hashrate_th === null ? null : row.expected_hashrate_th * 1e12,
    status: null,
    modded_psu_required: null,
  };
}

function parseMiners(
  rows: readonly Record<string, unknown>[],
  models: ReadonlyMap<string, LegacyModel>,
  skipped: LegacySkip[],
): LegacyMiner[] {
  const miners = new Map<string, LegacyMiner>();
  for (const raw of rows) {
    const row = parseLegacyRow('miners', raw, skipped);
    if (row === null) continue;
    if (miners.has(row.id)) {
      skipped.push({ what: `miner ${row.id}`, why: 'it is there twice, under two spellings of its MAC' });
      continue;
    }
    miners.set(row.id, toMiner(row, models, skipped));
  }
  return [...miners.values()];
}

function toMiner(
  { model_id, ...miner }: LegacyMinerRow,
  models: ReadonlyMap<string, LegacyModel>,
  skipped: LegacySkip[],
): LegacyMiner {
  const model = model_id === null ? undefined : models.get(model_id);
  if (model_id !== null && model === undefined) {
    skipped.push({ what: `model of miner ${miner.id}`, why: `there is no usable model ${model_id}` });
  }
  return { ...miner, model_alias: model?.alias ?? null };
}

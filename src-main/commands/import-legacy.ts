import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { countText } from '../../src-shared/text/count-text.ts';
import { ConfigError, readConfig } from '../config/config-file.ts';
import { type DataFolder, databasePath, makeDatabaseFolder } from '../config/data-folder.ts';
import { KeyFileError, openKeyFileBox, type SecretBox } from '../secrets/secret-box.ts';
import {
  type LegacyMiner,
  type LegacyModel,
  type LegacySkip,
  readLegacyDatabase,
} from '../store/file/legacy-database.ts';
import { openStore } from '../store/open-store.ts';
import type { Store, StoredMiner, StoredModel } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { USAGE } from './shared/usage.ts';

interface Imported {
  readonly miners: number;
  readonly models: number;
  readonly max_presets: number;
  readonly already_known: number;
  readonly skipped: readonly LegacySkip[];
}

/**
 * Imports miners, models, presets, max presets and keys from a database of the first PowerHive.
 * Existing data is kept.
 */
export async function runImportLegacy(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw usageError(`name one database file: ${USAGE['import-legacy']}`);
  if (!existsSync(file)) throw usageError(`there is no file ${file}`);
  try {
    const imported = await importFile(file, chosenFolder(values.data), io.clock.nowMs());
    if (values.json) io.stdout.write(`${JSON.stringify(imported)}\n`);
    else print(imported, io);
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError) throw usageError(error.message);
    if (error instanceof StoreError || error instanceof KeyFileError) throw new CommandError(error.message);
    throw error;
  }
}

async function importFile(file: string, folder: DataFolder, nowMs: number): Promise<Imported> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  const legacy = readLegacyDatabase(file);
  const settings = await readConfig(folder.configFile);
  const path = databasePath(folder, settings.database.path);
  await makeDatabaseFolder(folder, path);
  const store = await openStore({ path });
  try {
    const known = await store.loadFleet();
    const [site] = known.sites;
    if (site === undefined) throw new Error(`The database of ${folder.path} has no site: restore a backup of it.`);
    const secrets = openKeyFileBox(folder.keyFile);
    const models = await importModels(legacy.models, known.models, store);
    const knownMiners = new Set(known.miners.map(({ id }) => id));
    const miners = legacy.miners
      .filter(({ id }) => !knownMiners.has(id))
      .map((miner) => storedMiner(miner, site.site_key, secrets, nowMs));
    // Written as decisions: an upsert of seen miners does not change those of a removed miner.
    const decided = miners.map(async (miner) => {
      const { managed, unlock_pass_sealed } = miner;
      await store.decideMiner(miner, { managed, unlock_pass_sealed });
    });
    await Promise.all(decided);
    return {
      miners: miners.length,
      ...models,
      already_known: legacy.miners.length - miners.length,
      skipped: legacy.skipped,
    };
  } finally {
    await store.close();
  }
}

/** Adds the models that are not known, and the max preset of each model that has none. */
async function importModels(
  legacy: readonly LegacyModel[],
  known: readonly StoredModel[],
  store: Pick<Store, 'upsertModels' | 'setMaxPreset'>,
): Promise<Pick<Imported, 'models' | 'max_presets'>> {
  const knownModels = new Map(known.map((model) => [model.alias, model]));
  const models = legacy.filter(({ alias }) => !knownModels.has(alias));
  const unknown = { algorithm: null, hr_measure: null, chains: null, chips_per_chain: null, board_rows: null };
  await store.upsertModels(models.map(({ alias, name, presets }) => ({ alias, name, ...unknown, presets })));
  let max_presets = 0;
  for (const { alias, max_preset } of legacy) {
    if (max_preset === null || (knownModels.get(alias)?.max_preset ?? null) !== null) continue;
    await store.setMaxPreset(alias, max_preset);
    max_presets += 1;
  }
  return { models: models.length, max_presets };
}

function storedMiner(miner: LegacyMiner, site_key: number, secrets: SecretBox, nowMs: number): StoredMiner {
  const encrypted = (secret: string | null): string | null => (secret === null ? null : secrets.encrypt(secret));
  return {
    id: miner.id,
    site_key,
    firmware_kind: null,
    // Only a scan can show whether the miner is still there.
    ip: null,
    last_ip: miner.ip,
    managed: miner.managed,
    nickname: null,
    label: null,
    hostname: null,
    model_alias: miner.model_alias,
    firmware_name: null,
    firmware_version: null,
    api_key_sealed: encrypted(miner.api_key),
    unlock_pass_sealed: encrypted(miner.unlock_pass),
    first_seen_at: nowMs,
    last_seen_at: null,
    offline_since_at: null,
    tuned_presets: null,
    preset_set: null,
    preset_baseline: null,
    pools_before: null,
    conditions_since: null,
    fans_turned: false,
    tags: [],
    place: null,
  };
}

function print({ miners, models, max_presets, already_known, skipped }: Imported, io: CommandIo): void {
  const counts = [countText(miners, 'miner'), countText(models, 'model'), countText(max_presets, 'max preset')];
  const known = already_known === 0 ? '' : `; ${countText(already_known, 'miner')} known already`;
  io.stdout.write(`Took over ${counts.join(', ')}${known}\n`);
  for (const { what, why } of skipped) io.stderr.write(`skipped ${what}: ${why}\n`);
}

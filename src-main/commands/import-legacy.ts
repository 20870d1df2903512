import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Preset } from '../../src-shared/model/index.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { ConfigError, readConfig } from '../config/config-file.ts';
import { databasePath, makeDatabaseFolder } from '../config/data-folder.ts';
import { KeyFileError, openKeyFileBox } from '../secrets/secret-box.ts';
import { readLegacyDatabase } from '../store/file/legacy-database.ts';
import { openStore } from '../store/open-store.ts';
import type { StoredMiner } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { USAGE } from './shared/usage.ts';

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
  const folder = chosenFolder(values.data);
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  try {
    const legacy = readLegacyDatabase(file);
    const settings = await readConfig(folder.configFile);
    const path = databasePath(folder, settings.database.path);
    await makeDatabaseFolder(folder, path);
    const store = await openStore({ path });
    try {
      const known = await store.loadFleet();
      const [site] = known.sites;
      if (site === undefined) throw new Error(`The database of ${folder.path} has no site: restore a backup of it.`);
      const knownMiners = new Set(known.miners.map((miner) => miner.id));
      const knownModels = new Map(known.models.map((model) => [model.alias, model]));
      const secrets = openKeyFileBox(folder.keyFile);
      const now = io.clock.nowMs();

      const models = legacy.models.filter((model) => !knownModels.has(model.alias));
      await store.upsertModels(
        models.map(({ alias, name, presets }) => ({
          alias,
          name,
          algorithm: null,
          hr_measure: null,
          chains: null,
          chips_per_chain: null,
          board_rows: null,
          presets: presets satisfies readonly Preset[],
        })),
      );
      let maxPresets = 0;
      for (const { alias, max_preset } of legacy.models) {
        if (max_preset === null || (knownModels.get(alias)?.max_preset ?? null) !== null) continue;
        await store.setMaxPreset(alias, max_preset);
        maxPresets += 1;
      }
      const miners = legacy.miners
        .filter((miner) => !knownMiners.has(miner.id))
        .map(
          (miner): StoredMiner => ({
            id: miner.id,
            site_key: site.site_key,
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
            api_key_sealed: miner.api_key === null ? null : secrets.encrypt(miner.api_key),
            unlock_pass_sealed: miner.unlock_pass === null ? null : secrets.encrypt(miner.unlock_pass),
            first_seen_at: now,
            last_seen_at: null,
            offline_since_at: null,
            tuned_presets: null,
            preset_set: null,
            conditions_since: null,
            fans_turned: false,
            tags: [],
            place: null,
          }),
        );
      // Written as decisions: an upsert of seen miners does not change those of a removed miner.
      const decided = miners.map(async (miner) => {
        const { managed, unlock_pass_sealed } = miner;
        await store.decideMiner(miner, { managed, unlock_pass_sealed });
      });
      await Promise.all(decided);

      const result = {
        miners: miners.length,
        models: models.length,
        max_presets: maxPresets,
        already_known: legacy.miners.length - miners.length,
        skipped: legacy.skipped,
      };
      if (values.json) io.stdout.write(`${JSON.stringify(result)}\n`);
      else {
        const counts = [
          countText(result.miners, 'miner'),
          countText(result.models, 'model'),
          countText(result.max_presets, 'max preset'),
        ];
        const known = result.already_known === 0 ? '' : `; ${countText(result.already_known, 'miner')} known already`;
        io.stdout.write(`Took over ${counts.join(', ')}${known}\n`);
        for (const { what, why } of legacy.skipped) io.stderr.write(`skipped ${what}: ${why}\n`);
      }
      return EXIT.done;
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof ConfigError) throw usageError(error.message);
    if (error instanceof StoreError || error instanceof KeyFileError) throw new CommandError(error.message);
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { formatBytes, quantityText } from '../../src-shared/units.ts';
import { listBackups } from '../backups/backup-files.ts';
import { ConfigError, readConfig } from '../config/config-file.ts';
import { type DataFolder, databasePath, makeDatabaseFolder } from '../config/data-folder.ts';
import { encryptionFormatOf, KeyFileError, openKeyFileBox, type SecretBox } from '../secrets/secret-box.ts';
import { realDatabasePath } from '../store/file/real-path.ts';
import {
  type Restored,
  restoreDatabase,
  setDatabaseAside,
  UnfinishedReplacementError,
} from '../store/file/replace-database.ts';
import { StoreError } from '../store/store-error.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { formatTable } from './shared/table.ts';
import { USAGE } from './shared/usage.ts';

/** A file that can be restored: a backup, or a database that was kept when it was replaced. */
interface Choice {
  readonly name: string;
  readonly path: string;
  readonly made_at: number;
  readonly bytes: number;
}

/**
 * Replaces the database of a folder that no PowerHive is using by a backup, or lists the backups.
 * The replaced database is kept next to it.
 */
export async function runRestore(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    empty: { type: 'boolean', default: false },
    'without-secrets': { type: 'boolean', default: false },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [name, ...more] = positionals;
  if (more.length > 0 || (values.empty && name !== undefined)) throw usageError(`name one file: ${USAGE.restore}`);
  const folder = chosenFolder(values.data);
  if (!existsSync(folder.path)) throw usageError(`there is no data folder ${folder.path}. Name it with --data`);
  const settings = await readConfig(folder.configFile).catch((error: unknown) => {
    throw error instanceof ConfigError ? usageError(error.message) : error;
  });
  const path = databasePath(folder, settings.database.path);
  if (name === undefined && !values.empty) return list(await choices(folder, path), folder, values.json, io);

  await makeDatabaseFolder(folder, path);
  const stamp = new Date(io.clock.nowMs()).toISOString().replaceAll(':', '');
  try {
    if (values.empty) {
      const { replaced } = setDatabaseAside(path, stamp);
      if (values.json) io.stdout.write(`${JSON.stringify({ restored: null, replaced })}\n`);
      else io.stdout.write(`The next start begins with an empty database.${keptWords(replaced)}\n`);
      return EXIT.done;
    }
    const file = await findFile(name as string, await choices(folder, path));
    const withSecrets = !values['without-secrets'];
    // Reports a damaged key file before anything is replaced.
    const box = withSecrets ? openKeyFileBox(folder.keyFile) : null;
    const restored = restoreDatabase(path, file, stamp, { withSecrets });
    const secrets = secretsOf(restored, folder, box);
    if (values.json) {
      const { miners, replaced, tokens } = restored;
      io.stdout.write(`${JSON.stringify({ restored: file, miners, replaced, secrets: secrets.kind, tokens })}\n`);
    } else {
      const miners = `${restored.miners} ${restored.miners === 1 ? 'miner' : 'miners'}`;
      io.stdout.write(`Restored ${file}: ${miners}.${keptWords(restored.replaced)}\n`);
      if (secrets.words !== null) io.stderr.write(`${secrets.words}\n`);
    }
    if (restored.tokens.length > 0) io.stderr.write(`${tokenWords(restored.tokens)}\n`);
    return EXIT.done;
  } catch (error) {
    if (error instanceof KeyFileError) {
      throw new CommandError(`${error.message} Or restore with --without-secrets. Nothing was changed.`);
    }
    if (error instanceof UnfinishedReplacementError) throw new CommandError(error.message);
    if (!(error instanceof StoreError)) throw error;
    const running = `PowerHive is using ${path}. Stop it first, then restore. Nothing was changed.`;
    throw new CommandError(error.code === 'locked' ? running : `${error.message} Nothing was changed.`);
  }
}

function list(found: readonly Choice[], folder: DataFolder, json: boolean, io: CommandIo): number {
  if (json) io.stdout.write(`${JSON.stringify(found)}\n`);
  else if (found.length === 0) io.stderr.write(`There is nothing to restore in ${folder.path}.\n`);
  else {
    const columns = [
      { title: 'FILE', cell: (one: Choice) => one.name },
      { title: 'MADE', cell: (one: Choice) => new Date(one.made_at).toLocaleString('sv') },
      { title: 'SIZE', cell: (one: Choice) => quantityText(formatBytes(one.bytes)), align: 'right' as const },
    ];
    io.stdout.write(`${formatTable(found, columns)}\n`);
    io.stderr.write('Restore with: powerhive restore FILE\n');
  }
  return EXIT.done;
}

/** The files that can be restored, newest first. */
async function choices(folder: DataFolder, path: string): Promise<Choice[]> {
  const found: Choice[] = await listBackups(folder.backupsFolder);
  // A replaced database is next to the file, or next to the target of a link.
  for (const database of new Set([path, realDatabasePath(path)])) {
    const beside = existsSync(dirname(database)) ? await readdir(dirname(database)) : [];
    for (const name of beside) {
      const kind = name.startsWith(basename(database)) ? name.slice(basename(database).length) : '';
      if (!/^\.(before-migration-\d+|replaced-[^-]+-\d+-[^-]+Z)$/.test(kind)) continue;
      const at = join(dirname(database), name);
      const { mtimeMs, size } = await stat(at);
      found.push({ name, path: at, made_at: Math.round(mtimeMs), bytes: size });
    }
  }
  return found.sort((a, b) => b.made_at - a.made_at);
}

/** The file with this name in the list, or at this path. */
async function findFile(name: string, among: readonly Choice[]): Promise<string> {
  const listed = among.find((one) => one.name === name);
  if (listed !== undefined) return listed.path;
  if (existsSync(name)) return resolve(name);
  throw usageError(`there is no backup "${name}". "powerhive restore" lists those that are there`);
}

function keptWords(replaced: string | null): string {
  return replaced === null ? '' : ` The database that was there is kept as ${replaced}.`;
}

/** A backup has the tokens of its day: those that were deleted since are valid again. */
function tokenWords(tokens: readonly string[]): string {
  return `Access tokens that open PowerHive again: ${tokens.join(', ')}. Delete those in Settings that you had deleted since.`;
}

/** Whether the passwords and keys in it can be decrypted here, and what to do if not. */
function secretsOf(
  { samples }: Restored,
  folder: DataFolder,
  box: SecretBox | null,
): { kind: string; words: string | null } {
  const encrypted = samples.find((text) => encryptionFormatOf(text) === 'v1');
  const instead = 'or restore it again with --without-secrets: PowerHive then asks the miners for new keys';
  if (samples.some((text) => encryptionFormatOf(text) === 'ss1')) {
    const words = `Its passwords and keys are encrypted with the keychain of the computer and account that made it. Elsewhere they cannot be opened: put the file back there, ${instead}.`;
    return { kind: 'keychain', words };
  }
  if (encrypted === undefined) return { kind: 'none', words: null };
  if ((box?.open(encrypted) ?? null) !== null) return { kind: 'open', words: null };
  const words = `Its passwords and keys are encrypted with another key file than ${folder.keyFile}. Put the secret.key of the computer that made it there, ${instead}.`;
  return { kind: 'key_missing', words };
}

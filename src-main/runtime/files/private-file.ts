import { chmodSync, closeSync, lstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const OTHERS = 0o077;

/** The files and folders of a data folder that other users must not read. */
export interface PrivateFiles {
  readonly configFile: string;
  readonly tokenFile: string;
  readonly keyFile: string;
  readonly runningFile: string;
  readonly backupsFolder: string;
  readonly logFile: string;
}

/**
 * Creates an empty file that only its owner may read, or removes the rights of others from an
 * existing one. On Windows rights are not changed.
 */
export function makePrivate(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) closeSync(openSync(path, 'a', PRIVATE_FILE));
  else tighten(path);
}

/**
 * Removes the rights of others from all files of PowerHive in its data folder: earlier versions and
 * restored copies may have left files that everyone can read. The folder itself is not changed.
 */
export function tightenDataFolder(folder: PrivateFiles, database: string): void {
  const { configFile, tokenFile, keyFile, runningFile, backupsFolder } = folder;
  const logsFolder = dirname(folder.logFile);
  for (const file of [configFile, tokenFile, keyFile, runningFile]) tighten(file);
  for (const path of listed(dirname(database))) if (basename(path).startsWith(basename(database))) tighten(path);
  for (const path of [backupsFolder, logsFolder].flatMap((inner) => [inner, ...listed(inner)])) tighten(path);
}

function tighten(path: string): void {
  if (process.platform === 'win32') return;
  const found = lstatSync(path, { throwIfNoEntry: false });
  // The target of a link is not ours: the operator who made it decides who may read it.
  if (found === undefined || found.isSymbolicLink() || (found.mode & OTHERS) === 0) return;
  try {
    chmodSync(path, found.isDirectory() ? PRIVATE_FOLDER : PRIVATE_FILE);
  } catch (error) {
    // Not critical: the file belongs to another user, or its disk has no rights or is read-only.
    if (!['EPERM', 'ENOTSUP', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

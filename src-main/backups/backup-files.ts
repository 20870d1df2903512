import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** One backup of the database in the folder of backups. */
export interface BackupFile {
  readonly name: string;
  readonly path: string;
  /** From its name. */
  readonly made_at: number;
  readonly bytes: number;
}

const NAME = /^powerhive-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/;

/** The name of a backup, such as `powerhive-2026-01-31T221000Z.db`. */
export function backupName(atMs: number): string {
  return `powerhive-${new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '')}Z.db`;
}

/** The backups in a folder, newest first; empty if the folder does not exist. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files: BackupFile[] = [];
  for (const name of names) {
    const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
    if (day === undefined) continue;
    const path = join(folder, name);
    const made_at = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
    files.push({ name, path, made_at, bytes: (await stat(path)).size });
  }
  return files.sort((a, b) => b.made_at - a.made_at);
}

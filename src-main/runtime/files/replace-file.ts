import { randomUUID } from 'node:crypto';
import { lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file atomically: a reader finds the old text or the new one, even after a power cut.
 * Only its owner may read it. A symbolic link stays: its target is replaced, and keeps its mode.
 * Throws the error of the file system; then the file is unchanged.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const isLink = (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
  const file = isLink ? await realpath(path) : path;
  const mode = isLink ? (await stat(file)).mode & 0o777 : 0o600;
  const beside = join(dirname(file), `.${basename(file, '.json')}-${randomUUID()}.json`);
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

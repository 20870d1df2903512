import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file whole: whoever reads it, even after a power cut, finds the old text or the new
 * one. Only its owner may read it. Throws the error of the file system, and the file is unchanged.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = join(dirname(file), `.${basename(file, '.json')}-${randomUUID()}.json`);
  try {
    const handle = await open(beside, 'wx', 0o600);
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

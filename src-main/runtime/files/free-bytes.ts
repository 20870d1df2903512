import { statfs } from 'node:fs/promises';

/** Free bytes on the disk of a folder; null if the system does not report them. */
export async function readFreeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

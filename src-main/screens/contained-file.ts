import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * The file a path of a URL means inside a folder, or null if it is none. The path is decoded once,
 * no part of it may begin with a dot or hide a separator, and the file it leads to (through links
 * too) must lie inside.
 */
export async function containedFile(dir: string, pathname: string): Promise<string | null> {
  const parts = parsePath(pathname);
  if (parts === null) return null;
  try {
    const root = await realpath(dir);
    const file = await realpath(join(root, ...parts));
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null;
  } catch {
    return null;
  }
}

function parsePath(pathname: string): string[] | null {
  try {
    const parts = decodeURIComponent(pathname).slice(1).split('/');
    // A backslash separates and a colon names a drive or a stream on Windows.
    return parts.every((part) => part !== '' && !part.startsWith('.') && !/[\\:\0]/.test(part)) ? parts : null;
  } catch {
    return null;
  }
}

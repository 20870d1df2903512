import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * The file inside a folder for the path of a URL; null if there is none. The path is decoded once,
 * no part of it may begin with a dot or contain a separator, and the file, with links resolved,
 * must be inside the folder.
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
    // On Windows a backslash is a separator, and a colon names a drive or a stream.
    return parts.every((part) => part !== '' && !part.startsWith('.') && !/[\\:\0]/.test(part)) ? parts : null;
  } catch {
    return null;
  }
}

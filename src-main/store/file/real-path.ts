import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Where the database lies that is named by `path`, which may be a link: also while the file it leads
 * to is not there, as in the middle of a replacement.
 */
export function realDatabasePath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there.
  }
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return path;
  }
}

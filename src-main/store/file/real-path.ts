import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * The location of the database at `path`, which may be a link, even if its target does not exist,
 * as during a replacement.
 */
export function realDatabasePath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It does not exist.
  }
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return path;
  }
}

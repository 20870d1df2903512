import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';

/** Waits until a file, or the entries of a folder, are on disk. */
export function syncFile(path: string): void {
  // Windows flushes only handles with write access.
  const handle = openSync(path, statSync(path).isDirectory() ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';

/** Waits until a file, or the names in a folder, are on the disk itself. */
export function syncFile(path: string): void {
  // Windows flushes only what may be written.
  const handle = openSync(path, statSync(path).isDirectory() ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

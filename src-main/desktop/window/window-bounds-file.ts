import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { WindowBounds } from './window-bounds.ts';

/** The last bounds of the window; null if the file is missing or damaged. */
export function readWindowBounds(file: string): WindowBounds | null {
  try {
    return WindowBounds.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Synchronous, because the program may end next; it is only a hundred bytes. */
export function writeWindowBounds(file: string, bounds: WindowBounds): void {
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(bounds)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

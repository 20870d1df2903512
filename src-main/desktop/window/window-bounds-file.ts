import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { WindowBounds } from './window-bounds.ts';

/**
 * The last bounds of the window, or null if unknown. The file is a convenience: its errors are
 * ignored.
 */
export function readWindowBounds(file: string): WindowBounds | null {
  try {
    return WindowBounds.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Written at once, since the next thing that happens may be the end of the program; it is a hundred
 * bytes.
 */
export function writeWindowBounds(file: string, bounds: WindowBounds): void {
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(bounds)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

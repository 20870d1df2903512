import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { WindowPlace } from './window-place.ts';

/**
 * The last place of the window, or null if unknown. The file is a convenience: its errors are
 * ignored.
 */
export function readWindowPlace(file: string): WindowPlace | null {
  try {
    return WindowPlace.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Written at once, since the next thing that happens may be the end of the program; it is a hundred
 * bytes.
 */
export function writeWindowPlace(file: string, place: WindowPlace): void {
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

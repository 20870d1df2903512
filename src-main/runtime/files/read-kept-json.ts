import { readFile } from 'node:fs/promises';
import { messageOf } from '../message-of.ts';
import { mustBeFile } from '../system-error.ts';

/**
 * What PowerHive keeps in a small JSON file of its own; null if there is none. A damaged one counts
 * as none, since it is written again: `onError` gets the reason with its name.
 */
export async function readKeptJson<T>(
  file: string,
  parse: (json: unknown) => T,
  onError: (error: unknown) => void,
): Promise<T | null> {
  try {
    mustBeFile(file);
    return parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    onError(new Error(`${file} cannot be used and will be written again: ${messageOf(error)}`));
    return null;
  }
}

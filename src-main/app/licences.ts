import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Licence } from '../../src-shared/model/index.ts';

/**
 * The licence notices next to the bundle; null if there are none, because PowerHive runs from its
 * sources.
 */
export async function readLicences(): Promise<Licence[] | null> {
  try {
    const text = await readFile(new URL('./licences.json', import.meta.url), 'utf8');
    return z.array(Licence).parse(JSON.parse(text));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { replaceFile } from '../runtime/files/replace-file.ts';
import { mustBeFile } from '../runtime/system-error.ts';

/** The views that the screens stored, and their revision; both null before the first. */
export interface KeptViews {
  readonly json: string | null;
  readonly revision: string | null;
}

/**
 * The views of the fleet in a file. The revision is a digest of the text, so that it need not be
 * stored.
 */
export class ViewsFile {
  readonly #file: string;
  /** The last write; the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** Throws the error of the file system if an existing file can't be read. */
  async read(): Promise<KeptViews> {
    let json: string;
    try {
      mustBeFile(this.#file);
      json = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { json: null, revision: null };
      throw error;
    }
    return { json, revision: revisionOf(json) };
  }

  /**
   * Replaces the revision `seen`, and returns the new one. Returns null, without a write, if
   * another window has replaced it meanwhile. One write at a time.
   */
  keep(json: string, seen: string | null): Promise<string | null> {
    const write = this.#last.then(async () => {
      if ((await this.read()).revision !== seen) return null;
      await replaceFile(this.#file, json);
      return revisionOf(json);
    });
    this.#last = write.catch(() => undefined);
    return write;
  }
}

function revisionOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 32);
}

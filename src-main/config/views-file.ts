import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { replaceFile } from '../runtime/replace-file.ts';

/** What the screens stored of their views, and which version of it this is; both null before the first. */
export interface KeptViews {
  readonly json: string | null;
  readonly revision: string | null;
}

/**
 * The views of the fleet in a file. A revision is a digest of the whole text, so that the file has
 * nothing in it but the views.
 */
export class ViewsFile {
  readonly #file: string;
  /** The last write: the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** Throws the error of the file system for a file that is there and can't be read. */
  async read(): Promise<KeptViews> {
    let json: string;
    try {
      json = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { json: null, revision: null };
      throw error;
    }
    return { json, revision: revisionOf(json) };
  }

  /**
   * Replaces the revision that the caller has seen. Returns the new one; null where another window
   * has replaced it meanwhile, and then the file is unchanged. One write at a time.
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

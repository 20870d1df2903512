import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';

/**
 * What a guard remembers over restarts: a small JSON file that is replaced whole. It is only a
 * memory: without it, or if it is damaged, nothing is suspected.
 */
export class RememberedFile<T> {
  readonly #file: string | null;
  readonly #schema: z.ZodType<Record<string, T>>;
  readonly #onError: (error: unknown) => void;
  #known: Map<string, T> | null = null;

  /** Null keeps nothing on disk. */
  constructor(file: string | null, schema: z.ZodType<Record<string, T>>, onError: (error: unknown) => void) {
    this.#file = file;
    this.#schema = schema;
    this.#onError = onError;
  }

  async get(key: string): Promise<T | null> {
    return (await this.#read()).get(key) ?? null;
  }

  async set(key: string, value: T): Promise<void> {
    (await this.#read()).set(key, value);
    if (this.#file === null) return;
    const beside = join(dirname(this.#file), `.${basename(this.#file, '.json')}-${randomUUID()}.json`);
    try {
      await writeFile(beside, `${JSON.stringify(Object.fromEntries(await this.#read()), null, 2)}\n`, { mode: 0o600 });
      await rename(beside, this.#file);
    } catch (error) {
      this.#onError(error);
      await rm(beside, { force: true }).catch(() => undefined);
    }
  }

  async #read(): Promise<Map<string, T>> {
    if (this.#known !== null) return this.#known;
    this.#known = new Map();
    if (this.#file === null) return this.#known;
    try {
      const read = this.#schema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
      for (const [key, value] of Object.entries(read)) this.#known.set(key, value);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#onError(error);
    }
    return this.#known;
  }
}

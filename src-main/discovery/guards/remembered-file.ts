import type { z } from 'zod';
import { readKeptJson } from '../../runtime/files/read-kept-json.ts';
import { replaceFile } from '../../runtime/files/replace-file.ts';

/**
 * Keeps what a guard remembers in a small JSON file, which is replaced as a whole. If it is missing
 * or damaged, nothing is suspected.
 */
export class RememberedFile<T> {
  readonly #file: string | null;
  readonly #schema: z.ZodType<Record<string, T>>;
  readonly #onError: (error: unknown) => void;
  /** Read once: calls during the read share it. */
  #known: Promise<Map<string, T>> | null = null;

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
    const known = await this.#read();
    known.set(key, value);
    if (this.#file === null) return;
    try {
      await replaceFile(this.#file, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`);
    } catch (error) {
      this.#onError(error);
    }
  }

  #read(): Promise<Map<string, T>> {
    this.#known ??= this.#load();
    return this.#known;
  }

  async #load(): Promise<Map<string, T>> {
    if (this.#file === null) return new Map();
    const kept = await readKeptJson(this.#file, (json) => this.#schema.parse(json), this.#onError);
    return new Map(Object.entries(kept ?? {}));
  }
}

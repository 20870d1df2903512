import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * The gateway's MAC of each network where miners were seen; `192.0.2.0/24` to `02:00:5e:10:00:01`.
 */
const Remembered = z.record(z.string(), z.string());

/**
 * Remembers the gateway of each network in which miners answered, also over restarts: the same
 * addresses behind another gateway are another place. The file is only a memory: without it nothing
 * is suspected.
 */
export class KnownGateways {
  readonly #file: string | null;
  readonly #onError: (error: unknown) => void;
  #macs = new Map<string, string>();
  #isRead = false;

  /** Null keeps nothing on disk. */
  constructor(file: string | null, onError: (error: unknown) => void) {
    this.#file = file;
    this.#onError = onError;
  }

  /**
   * The MAC that a network's gateway had when miners last answered there; null if it is not known.
   */
  async macOf(network: string): Promise<string | null> {
    await this.#read();
    return this.#macs.get(network) ?? null;
  }

  async remember(network: string, mac: string): Promise<void> {
    await this.#read();
    if (this.#macs.get(network) === mac) return;
    this.#macs.set(network, mac);
    if (this.#file === null) return;
    const beside = join(dirname(this.#file), `.gateways-${randomUUID()}.json`);
    try {
      await writeFile(beside, `${JSON.stringify(Object.fromEntries(this.#macs), null, 2)}\n`, { mode: 0o600 });
      await rename(beside, this.#file);
    } catch (error) {
      this.#onError(error);
      await rm(beside, { force: true }).catch(() => undefined);
    }
  }

  async #read(): Promise<void> {
    if (this.#isRead || this.#file === null) return;
    this.#isRead = true;
    try {
      this.#macs = new Map(Object.entries(Remembered.parse(JSON.parse(await readFile(this.#file, 'utf8')))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#onError(error);
    }
  }
}

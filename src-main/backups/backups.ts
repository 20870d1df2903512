import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { BackupState } from '../../src-shared/model/index.ts';
import { formatBytes, quantityText } from '../../src-shared/units.ts';
import type { Clock } from '../runtime/clock.ts';
import { readFreeBytes } from '../runtime/files/free-bytes.ts';
import { Loop } from '../runtime/loop.ts';
import { messageOf } from '../runtime/message-of.ts';
import type { Store } from '../store/store.ts';
import { type BackupFile, backupName, listBackups } from './backup-files.ts';
import { isBackupDue, planRotation } from './backup-rotation.ts';

/** A backup leaves this much free: more than history needs, which goes on for a while (least-free-disk.ts). */
const BACKUP_LEAVES_BYTES = 1e9;

export interface BackupsOptions {
  readonly store: Pick<Store, 'backUp'>;
  readonly folder: string;
  readonly clock: Clock;
  /** How many are kept; 0 makes none. */
  readonly keep: () => number;
  /** Whether there is a farm yet. */
  readonly hasFarm: () => boolean;
  /** Called for a daily backup; a requested one is returned to its caller. */
  readonly onMade: (backup: BackupFile) => void;
  /** Called at the first failure after a success, and once a day while it keeps failing. */
  readonly onFailed: (reason: string) => void;
  readonly onError: (error: unknown) => void;
  /** Free bytes for this user on the disk of a folder; null if unknown. */
  readonly freeBytes?: (folder: string) => Promise<number | null>;
}

const CHECK_EVERY_MS = HOUR_MS;
const REPORT_AGAIN_MS = DAY_MS;
/** Leaves the first minute to the screens and the first scan. */
const FIRST_AFTER_MS = 60_000;

/**
 * Makes one backup a day while the program runs, and keeps the last few. An old one is deleted only
 * after a new one was made and checked.
 */
export class Backups {
  readonly loop: Loop;
  readonly #options: BackupsOptions;
  readonly #startedMs: number;
  /** Whether one was tried, or was not due, since the program started. */
  #isChecked = false;
  #last: BackupFile | null = null;
  #lastError: string | null = null;
  /** When the present failure was last reported. */
  #reportedMs: number | null = null;
  /** Serialises the daily backup and requested ones. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: BackupsOptions) {
    this.#options = options;
    const { clock, onError } = options;
    this.#startedMs = clock.monotonicMs();
    this.loop = new Loop({
      name: 'backup',
      intervalMs: () => CHECK_EVERY_MS,
      clock,
      onError,
      run: async (signal) => {
        this.#last = (await listBackups(options.folder))[0] ?? null;
        if (options.keep() === 0) this.#lastError = null;
        const waitMs = FIRST_AFTER_MS - (clock.monotonicMs() - this.#startedMs);
        if (waitMs > 0) return { nextInMs: waitMs };
        const isDue = options.keep() > 0 && options.hasFarm();
        if (!isDue || !isBackupDue(await listBackups(options.folder), clock.nowMs())) {
          this.#isChecked = true;
          return {};
        }
        const made = await this.backUp(signal);
        options.onMade(made);
        return { counts: { bytes: made.bytes } };
      },
    });
  }

  get isChecked(): boolean {
    return this.#isChecked;
  }

  state(): BackupState {
    const { folder, keep } = this.#options;
    return {
      folder,
      keep: keep(),
      last_at: this.#last?.made_at ?? null,
      last_file: this.#last?.name ?? null,
      last_bytes: this.#last?.bytes ?? null,
      last_error: this.#lastError,
    };
  }

  /**
   * Makes a backup now, checks it, and deletes old ones. Rejects with a message for the operator.
   */
  backUp(signal?: AbortSignal): Promise<BackupFile> {
    const made = this.#work.then(() => this.#backUp(signal));
    this.#work = made.catch(() => undefined);
    return made;
  }

  async #backUp(signal?: AbortSignal): Promise<BackupFile> {
    const { store, folder, clock, keep } = this.#options;
    try {
      await makeFolder(folder);
      const mostBytes = await this.#room();
      const madeAt = Math.floor(clock.nowMs() / 1000) * 1000;
      const name = backupName(madeAt);
      const path = join(folder, name);
      const { bytes } = await store.backUp(path, mostBytes, signal);
      this.#last = { name, path, made_at: madeAt, bytes };
      this.#isChecked = true;
      this.#lastError = null;
      this.#reportedMs = null;
      for (const { path } of planRotation(await listBackups(folder), Math.max(1, keep()), clock.nowMs()))
        await rm(path);
      return this.#last;
    } catch (error) {
      if (signal?.aborted !== true) this.#failed(messageOf(error));
      throw error;
    }
  }

  /**
   * The largest allowed size of a backup; null if the free space is unknown. Throws if there is too
   * little.
   */
  async #room(): Promise<number | null> {
    const { folder, freeBytes = readFreeBytes } = this.#options;
    const free = await freeBytes(folder);
    if (free === null) return null;
    if (free > BACKUP_LEAVES_BYTES) return free - BACKUP_LEAVES_BYTES;
    throw new Error(
      `Disk almost full at ${folder} (${words(free)} free). Free some space: a backup leaves ${words(BACKUP_LEAVES_BYTES)} free.`,
    );
  }

  #failed(reason: string): void {
    this.#isChecked = true;
    this.#lastError = reason;
    const monotonicMs = this.#options.clock.monotonicMs();
    if (this.#reportedMs !== null && monotonicMs - this.#reportedMs < REPORT_AGAIN_MS) return;
    this.#reportedMs = monotonicMs;
    this.#options.onFailed(reason);
  }
}

function words(bytes: number): string {
  return quantityText(formatBytes(bytes));
}

/**
 * Creates the folder, but not its parent, the data folder: if that is missing, its disk is not
 * mounted.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && (await stat(folder)).isDirectory();
    if (!isThere) throw error;
  }
}

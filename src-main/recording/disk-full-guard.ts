import { access, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Recording } from '../../src-shared/model/index.ts';
import { decideRecording } from '../history/least-free-disk.ts';
import type { Clock } from '../runtime/clock.ts';
import { readFreeBytes } from '../runtime/files/free-bytes.ts';
import { Loop } from '../runtime/loop.ts';
import type { Store } from '../store/store.ts';
import type { HistoryWriter } from './history-writer.ts';

export interface DiskFullGuardOptions {
  readonly store: Pick<Store, 'writeTrouble'>;
  readonly history: Pick<HistoryWriter, 'setRecording'>;
  readonly databasePath: string;
  readonly clock: Clock;
  /** Called with each new state, and with a new reason for the same state. */
  readonly onChange: (recording: Recording, isNewState: boolean) => void;
  readonly onError: (error: unknown) => void;
  /** Free bytes for this user on the disk of a folder; null if not known. */
  readonly freeBytes?: (folder: string) => Promise<number | null>;
}

const CHECK_EVERY_MS = 10_000;

/**
 * Stops history before the disk is full, and reports when it cannot be written: a farm that is
 * watched without history is better than a program that cannot save a decision.
 */
export class DiskFullGuard {
  readonly loop: Loop;
  readonly #options: DiskFullGuardOptions;
  #recording: Recording;
  #freeBytes: number | null = null;
  /** Whether the disk has room for history. */
  #diskBears = true;

  constructor(options: DiskFullGuardOptions) {
    this.#options = options;
    this.#recording = { state: 'recording', since_at: options.clock.nowMs(), reason: null };
    this.loop = new Loop({
      name: 'disk',
      intervalMs: () => CHECK_EVERY_MS,
      clock: options.clock,
      onError: options.onError,
      run: async () => {
        await this.#check();
        return { counts: this.#freeBytes === null ? {} : { free_bytes: this.#freeBytes } };
      },
    });
  }

  recording(): Recording {
    return this.#recording;
  }

  freeBytes(): number | null {
    return this.#freeBytes;
  }

  async #check(): Promise<void> {
    const { store, history, databasePath, clock, onChange, freeBytes = readFreeBytes } = this.#options;
    // The database may be a symbolic link to another disk.
    const folder = dirname(await realpath(databasePath).catch(() => databasePath));
    this.#freeBytes = await freeBytes(folder);
    const disk = (await isThere(databasePath))
      ? decideRecording(this.#freeBytes, this.#diskBears, folder)
      : { isRecording: false, reason: `The database ${databasePath} is missing. Put it or its disk back.` };
    if (disk.isRecording !== this.#diskBears) history.setRecording(disk.isRecording);
    this.#diskBears = disk.isRecording;
    // While writes fail, readings are still tried, to find out whether they work again.
    const reason = disk.reason ?? store.writeTrouble();
    const state = reason === null ? 'recording' : 'stopped';
    if (state === this.#recording.state && reason === this.#recording.reason) return;
    const hasChanged = state !== this.#recording.state;
    const since_at = hasChanged ? clock.nowMs() : this.#recording.since_at;
    this.#recording = { state, since_at, reason };
    onChange(this.#recording, hasChanged);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Recording } from '../src-shared/model/index.ts';
import type { Clock } from './clock.ts';
import { readFreeBytes } from './free-bytes.ts';
import { decideRecording } from './history/recording.ts';
import { Loop } from './loop.ts';
import type { Store } from './store/store.ts';

export interface RecordingGuardOptions {
  readonly store: Pick<Store, 'setRecording'>;
  readonly databasePath: string;
  readonly clock: Clock;
  readonly onChange: (recording: Recording) => void;
  readonly onError: (error: unknown) => void;
  /** Free bytes for this user on the disk of a folder; null where that cannot be told. */
  readonly freeBytes?: (folder: string) => Promise<number | null>;
}

const LOOK_EVERY_MS = 10_000;

/** Stops history before the disk is full: a farm that is watched without history is better than a program that cannot even save a decision. */
export class RecordingGuard {
  readonly loop: Loop;
  readonly #options: RecordingGuardOptions;
  #recording: Recording;
  #freeBytes: number | null = null;

  constructor(options: RecordingGuardOptions) {
    this.#options = options;
    this.#recording = { state: 'recording', since_at: options.clock.nowMs(), reason: null };
    this.loop = new Loop({
      name: 'disk',
      intervalMs: () => LOOK_EVERY_MS,
      clock: options.clock,
      onError: options.onError,
      run: async () => {
        await this.#look();
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

  async #look(): Promise<void> {
    const { store, databasePath, clock, onChange, freeBytes = readFreeBytes } = this.#options;
    const folder = dirname(databasePath);
    this.#freeBytes = await freeBytes(folder);
    const was = this.#recording.state === 'recording';
    const { isRecording, reason } = existsSync(databasePath)
      ? decideRecording(this.#freeBytes, was, folder)
      : { isRecording: false, reason: `The database ${databasePath} is gone. Put it or its disk back.` };
    if (isRecording === was) return;
    store.setRecording(isRecording);
    this.#recording = { state: isRecording ? 'recording' : 'stopped', since_at: clock.nowMs(), reason };
    onChange(this.#recording);
  }
}

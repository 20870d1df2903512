import { z } from 'zod';
import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { TrustedTime } from '../history/trusted-time.ts';
import type { Clock } from '../runtime/clock.ts';
import { readKeptJson } from '../runtime/files/read-kept-json.ts';
import { replaceFile } from '../runtime/files/replace-file.ts';

export interface RetentionClockOptions {
  /** File that keeps the trusted time over restarts. */
  readonly file: string;
  /**
   * When a miner was last read, for a folder without the file; null if never. Readings alone are
   * not enough: after a restart, times from a wrong clock would look right.
   */
  readonly latestReadingAt: () => number | null;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const Kept = z.object({ trusted_at: z.number() });

/** Write interval: precision of a day is enough. */
const WRITTEN_EVERY_MS = HOUR_MS;

/** The time for deleting old history, messages and other data, kept over restarts. */
export class RetentionClock {
  readonly #options: RetentionClockOptions;
  #trusted: Promise<TrustedTime> | null = null;
  #writtenAt: number | null = null;

  constructor(options: RetentionClockOptions) {
    this.#options = options;
  }

  /** UNIX milliseconds. */
  async nowMs(): Promise<number> {
    this.#trusted ??= this.#load();
    const trusted = await this.#trusted;
    const { clock } = this.#options;
    const nowAt = trusted.now(clock.nowMs(), clock.monotonicMs());
    await this.#keep(nowAt);
    return nowAt;
  }

  async #load(): Promise<TrustedTime> {
    const { file, latestReadingAt, onError } = this.#options;
    const kept = await readKeptJson(file, (json) => Kept.parse(json), onError);
    this.#writtenAt = kept?.trusted_at ?? null;
    return new TrustedTime(this.#writtenAt ?? latestReadingAt());
  }

  async #keep(nowAt: number): Promise<void> {
    const { file, onError } = this.#options;
    if (this.#writtenAt !== null && Math.abs(nowAt - this.#writtenAt) < WRITTEN_EVERY_MS) return;
    try {
      await replaceFile(file, `${JSON.stringify({ trusted_at: nowAt })}\n`);
      this.#writtenAt = nowAt;
    } catch (error) {
      onError(error);
    }
  }
}

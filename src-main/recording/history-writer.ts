import type { Clock } from '../runtime/clock.ts';
import type { PackedTelemetry } from '../store/queries/packed-telemetry.ts';
import type { StatusRecord, Store } from '../store/store.ts';

export interface HistoryWriterOptions {
  readonly store: Pick<Store, 'recordMinerStatuses' | 'recordTelemetry' | 'writeTrouble'>;
  readonly clock: Clock;
  /**
   * Statuses of a miner were dropped from a moment on, until the one that was written at another:
   * the miner may remember what was in them.
   */
  readonly onMissed?: (minerId: string, fromAt: number, toAt: number) => void;
}

/**
 * With the store at once: enough to fill its transactions, and no more than a decision of the
 * operator may have before it.
 */
const UNDER_WAY = 64;
/**
 * Beyond this many the disk has fallen behind for good: memory must not fill with what it will
 * never catch up with.
 */
const MOST_WAITING = 4096;
/**
 * While writing fails one reading is tried from time to time; whether it works again follows from
 * that.
 */
const TRY_EVERY_MS = 2000;

/** One reading, of a moment in UNIX milliseconds, until it is on disk or dropped. */
interface Reading {
  readonly at: number;
  readonly write: () => Promise<void>;
  /** Whose status it is; null for boards, which no miner remembers. */
  readonly statusOf: string | null;
}

/**
 * Writes readings behind the polls, which never wait for the disk. What cannot be written is
 * dropped and counted: a database that refuses makes no miner look bad, and fills no memory.
 */
export class HistoryWriter {
  readonly #options: HistoryWriterOptions;
  readonly #running = new Set<Promise<void>>();
  #waiting: Reading[] = [];
  /** Moments of the readings that are not on disk yet, in the order in which they came. */
  readonly #unwritten = new Set<Reading>();
  /** Since when the statuses of miners are dropped, until one is written again. */
  readonly #missedFrom = new Map<string, number>();
  #dropped = 0;
  #triedMs = Number.NEGATIVE_INFINITY;
  #isRecording = true;

  constructor(options: HistoryWriterOptions) {
    this.#options = options;
  }

  /**
   * Readings that were dropped because they could not be written; those of a pause in recording do
   * not count.
   */
  get dropped(): number {
    return this.#dropped;
  }

  /** While nothing is recorded, readings are not kept at all. */
  setRecording(isRecording: boolean): void {
    this.#isRecording = isRecording;
  }

  /** `onWritten` gets the id of the row, once it is on disk. `ready` is waited for before the write. */
  status(record: StatusRecord, onWritten: (id: number) => void, ready?: () => Promise<void>): void {
    const { miner_id, recorded_at } = record;
    const write = async (): Promise<void> => {
      if (ready !== undefined) await ready();
      const [id] = await this.#options.store.recordMinerStatuses([record]);
      if (id === undefined) return;
      onWritten(id);
      this.#writtenAgain(miner_id, recorded_at);
    };
    this.#add({ at: recorded_at, write, statusOf: miner_id });
  }

  boards(record: PackedTelemetry, ready?: () => Promise<void>): void {
    const write = async (): Promise<void> => {
      if (ready !== undefined) await ready();
      await this.#options.store.recordTelemetry([record]);
    };
    this.#add({ at: record.recorded_at, write, statusOf: null });
  }

  /** The moment of the oldest reading that is not on disk yet; null where all are. */
  oldestUnwrittenAt(): number | null {
    for (const { at } of this.#unwritten) return at;
    return null;
  }

  /** Resolves when nothing waits to be written any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #add(reading: Reading): void {
    if (!this.#isRecording) {
      this.#noteMissed(reading);
      return;
    }
    if (this.#waiting.length >= MOST_WAITING || (this.#isFailing() && !this.#mayTry())) {
      this.#drop(reading);
      return;
    }
    this.#unwritten.add(reading);
    this.#waiting.push(reading);
    this.#next();
  }

  #next(): void {
    while (this.#running.size < UNDER_WAY) {
      const reading = this.#waiting.shift();
      if (reading === undefined) return;
      this.#triedMs = this.#options.clock.monotonicMs();
      const running: Promise<void> = this.#run(reading).finally(() => {
        this.#unwritten.delete(reading);
        this.#running.delete(running);
        this.#next();
      });
      this.#running.add(running);
    }
  }

  async #run(reading: Reading): Promise<void> {
    try {
      await reading.write();
    } catch {
      // The store reports the reason. Waiting writes would only fail one after the other.
      this.#drop(reading);
      if (!this.#isFailing()) return;
      // Those that are with the store may be written yet.
      for (const waiting of this.#waiting) {
        this.#unwritten.delete(waiting);
        this.#drop(waiting);
      }
      this.#waiting = [];
    }
  }

  #drop(reading: Reading): void {
    this.#dropped += 1;
    this.#noteMissed(reading);
  }

  #noteMissed({ at, statusOf }: Reading): void {
    if (statusOf !== null && !this.#missedFrom.has(statusOf)) this.#missedFrom.set(statusOf, at);
  }

  #writtenAgain(minerId: string, at: number): void {
    const fromAt = this.#missedFrom.get(minerId);
    if (fromAt === undefined) return;
    this.#missedFrom.delete(minerId);
    this.#options.onMissed?.(minerId, fromAt, at);
  }

  #isFailing(): boolean {
    return this.#options.store.writeTrouble() !== null;
  }

  #mayTry(): boolean {
    return this.#running.size === 0 && this.#options.clock.monotonicMs() - this.#triedMs >= TRY_EVERY_MS;
  }
}

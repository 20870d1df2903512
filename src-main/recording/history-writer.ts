import type { Clock } from '../runtime/clock.ts';
import type { PackedTelemetry } from '../store/queries/history/packed-telemetry.ts';
import type { StatusRecord, Store } from '../store/store.ts';

export interface HistoryWriterOptions {
  readonly store: Pick<Store, 'recordMinerStatuses' | 'recordTelemetry' | 'writeTrouble'>;
  readonly clock: Clock;
  /**
   * Statuses of a miner from `fromAt` until the one written at `toAt` were dropped: the miner may
   * have them in its memory.
   */
  readonly onMissed?: (minerId: string, fromAt: number, toAt: number) => void;
}

/**
 * Concurrent writes: enough to fill the transactions of the store, but few, because a decision of
 * the operator waits behind them.
 */
const UNDER_WAY = 64;
/** With more waiting readings the disk is permanently too slow: they must not fill the memory. */
const MOST_WAITING = 4096;
/**
 * While writes fail, one reading is tried at this interval, to find out whether they work again.
 */
const TRY_EVERY_MS = 2000;

/** One reading, with its time (UNIX ms), until it is on disk or dropped. */
interface Reading {
  readonly at: number;
  readonly write: () => Promise<void>;
  /** The miner of a status; null for boards, which are not in a miner's memory. */
  readonly statusOf: string | null;
}

/**
 * Writes readings without making polls wait for the disk. Readings that cannot be written are
 * dropped and counted: a failing database neither affects miners nor fills the memory.
 */
export class HistoryWriter {
  readonly #options: HistoryWriterOptions;
  readonly #running = new Set<Promise<void>>();
  #waiting: Reading[] = [];
  /** Readings that are not on disk yet, in the order in which they came. */
  readonly #unwritten = new Set<Reading>();
  /** Since when statuses are dropped, by miner, until one is written again. */
  readonly #missedFrom = new Map<string, number>();
  #dropped = 0;
  #triedMs = Number.NEGATIVE_INFINITY;
  #isRecording = true;

  constructor(options: HistoryWriterOptions) {
    this.#options = options;
  }

  /**
   * Readings that were dropped because they could not be written, without those of a pause in
   * recording.
   */
  get dropped(): number {
    return this.#dropped;
  }

  /** While recording is off, readings are discarded. */
  setRecording(isRecording: boolean): void {
    this.#isRecording = isRecording;
  }

  /** `onWritten` gets the id of the row once it is on disk. The write waits for `ready`. */
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

  /** The time of the oldest reading that is not on disk yet; null if there is none. */
  oldestUnwrittenAt(): number | null {
    for (const { at } of this.#unwritten) return at;
    return null;
  }

  /** Resolves when no writes are left. */
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
      // The store reports the reason. Waiting writes would only fail too.
      this.#drop(reading);
      if (!this.#isFailing()) return;
      // Writes that have already started may still succeed.
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

import type { Sqlite } from '../file/database-file.ts';

/**
 * One write: `run` does it inside the transaction, and one of the other two is called once that is
 * committed or lost.
 */
export interface Write {
  readonly run: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
  /** It must outlive a power cut: `done` is called only when the disk has it. */
  readonly isSynced?: boolean;
}

/**
 * While another program holds the database, so long is tried again before all that waits is
 * refused.
 */
const PATIENCE_MS = 5000;
const TRY_AGAIN_MS = 50;

/**
 * A transaction takes no further write after so long, so that whoever waits for it is answered
 * soon.
 */
const TRANSACTION_MS = 30;

/**
 * Writes that arrive while a transaction runs share the next one: the price of a commit is paid
 * once for all of them. A write that fails takes back only its own changes. A transaction waits for
 * the disk only where a write needs that: for each status it would be too expensive.
 */
export class GroupCommit {
  readonly #sqlite: Sqlite;
  readonly #check: () => void;
  readonly #waiting: Write[] = [];
  #scheduled = false;
  #isSyncing = false;
  /** Since when another program holds the database; null while none does. */
  #heldSinceMs: number | null = null;

  /** `check` throws where nothing must be written now; it is asked before each transaction. */
  constructor(sqlite: Sqlite, check: () => void = () => undefined) {
    this.#sqlite = sqlite;
    this.#check = check;
  }

  add(write: Write): void {
    this.#waiting.push(write);
    this.#schedule();
  }

  /** Commits all that waits, now; there is no time left for patience. */
  drain(): void {
    while (this.#waiting.length > 0) this.#commitNext(0);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const commit = (): void => {
      this.#scheduled = false;
      if (this.#waiting.length === 0) return;
      this.#commitNext();
      if (this.#waiting.length > 0) this.#schedule();
    };
    if (this.#heldSinceMs === null) setImmediate(commit);
    else setTimeout(commit, TRY_AGAIN_MS);
  }

  #commitNext(patienceMs = PATIENCE_MS): void {
    const answers: (() => void)[] = [];
    const group: Write[] = [];
    try {
      this.#check();
      this.#sync(this.#waiting.some(({ isSynced }) => isSynced === true));
      this.#sqlite.exec('BEGIN IMMEDIATE');
      this.#heldSinceMs = null;
      const until = performance.now() + TRANSACTION_MS;
      do {
        const write = this.#waiting.shift();
        if (write === undefined) break;
        group.push(write);
        answers.push(this.#runOne(write));
      } while (performance.now() < until);
      this.#sqlite.exec('COMMIT');
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK');
      if (group.length === 0 && this.#isWorthAWait(error, patienceMs)) return;
      // Where it did not even begin, all waiting writes fail at once: they would only fail one
      // after the other.
      const lost = group.length > 0 ? group : this.#waiting.splice(0);
      for (const write of lost) write.failed(error);
      return;
    }
    for (const answer of answers) answer();
  }

  /** SQLite allows it only between transactions. */
  #sync(isSyncing: boolean): void {
    if (this.#isSyncing === isSyncing) return;
    this.#sqlite.pragma(`synchronous = ${isSyncing ? 'FULL' : 'NORMAL'}`);
    this.#isSyncing = isSyncing;
  }

  #isWorthAWait(error: unknown, patienceMs: number): boolean {
    const isHeld = (error as { code?: unknown }).code === 'SQLITE_BUSY';
    if (!isHeld) this.#heldSinceMs = null;
    else this.#heldSinceMs ??= performance.now();
    return this.#heldSinceMs !== null && performance.now() - this.#heldSinceMs < patienceMs;
  }

  /**
   * Returns what to report to the writer after the commit. Throws where the whole transaction is
   * lost.
   */
  #runOne(write: Write): () => void {
    this.#sqlite.exec('SAVEPOINT one_write');
    try {
      const value = write.run();
      this.#sqlite.exec('RELEASE one_write');
      return () => write.done(value);
    } catch (error) {
      // A full disk ends the transaction itself, and with it all that was written in it.
      if (!this.#sqlite.inTransaction) throw error;
      this.#sqlite.exec('ROLLBACK TO one_write; RELEASE one_write');
      return () => write.failed(error);
    }
  }
}

import type { Sqlite } from '../file/database-file.ts';

/**
 * One write. `run` runs inside the transaction; then `done` or `failed` is called when it is
 * committed or lost.
 */
export interface Write {
  readonly run: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
  /** It must survive a power cut: `done` is called only when it is on disk. */
  readonly isSynced?: boolean;
}

/** How long to retry while another program locks the database, before all waiting writes fail. */
const PATIENCE_MS = 5000;
const TRY_AGAIN_MS = 50;

/**
 * After this time a transaction accepts no more writes, so that its callers get their results soon.
 */
const TRANSACTION_MS = 30;

/**
 * Writes that arrive while a transaction runs share the next one, and thus the cost of its commit.
 * A write that fails reverts only its own changes. A transaction waits for the disk only if one of
 * its writes requires it: for each status that would be too expensive.
 */
export class GroupCommit {
  readonly #sqlite: Sqlite;
  readonly #check: () => void;
  readonly #waiting: Write[] = [];
  #scheduled = false;
  #isSyncing = false;
  /** Whether the last transaction was lost: until one is on disk, one that changes nothing proves nothing. */
  #isDoubted = false;
  /** Since when another program has locked the database; null while none has. */
  #heldSinceMs: number | null = null;

  /** `check` is called before each transaction, and throws if nothing must be written. */
  constructor(sqlite: Sqlite, check: () => void = () => undefined) {
    this.#sqlite = sqlite;
    this.#check = check;
  }

  add(write: Write): void {
    this.#waiting.push(write);
    this.#schedule();
  }

  /** Commits all waiting writes now, without retries. */
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
    const replies: (() => void)[] = [];
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
        replies.push(this.#runOne(write));
      } while (performance.now() < until);
      if (this.#isDoubted) this.#writeSomething();
      this.#sqlite.exec('COMMIT');
      this.#isDoubted = false;
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK');
      if (group.length === 0 && this.#isWorthAWait(error, patienceMs)) return;
      this.#isDoubted = true;
      // If the transaction could not begin, all waiting writes fail at once: otherwise they would
      // fail one after another.
      const lost = group.length > 0 ? group : this.#waiting.splice(0);
      for (const write of lost) write.failed(error);
      return;
    }
    for (const reply of replies) reply();
  }

  /**
   * A read-only disk takes a transaction without changes, and would count as mended. The first page is
   * written even if its version stays the same.
   */
  #writeSomething(): void {
    this.#sqlite.pragma(`user_version = ${this.#sqlite.pragma('user_version', { simple: true })}`);
  }

  /** SQLite allows this only between transactions. */
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

  /** Returns the callback for after the commit. Throws if the whole transaction is lost. */
  #runOne(write: Write): () => void {
    this.#sqlite.exec('SAVEPOINT one_write');
    try {
      const value = write.run();
      this.#sqlite.exec('RELEASE one_write');
      return () => write.done(value);
    } catch (error) {
      // A full disk ends the transaction itself, with everything written in it.
      if (!this.#sqlite.inTransaction) throw error;
      this.#sqlite.exec('ROLLBACK TO one_write; RELEASE one_write');
      return () => write.failed(error);
    }
  }
}

import type { SupervisedThread } from '../../runtime/threads/supervised-thread.ts';
import type { ArgsOf, ResultOf } from '../../runtime/threads/thread-calls.ts';
import { StoreError } from '../store-error.ts';
import type { CompactorCalls, ReaderCalls, WriterCalls } from './worker-calls.ts';
import type { WriteHealth } from './write-health.ts';
import { WriteQueue } from './write-queue.ts';

/** The threads that live as long as the store. */
export interface StoreThreads {
  readonly writer: SupervisedThread<WriterCalls>;
  readonly reader: SupervisedThread<ReaderCalls>;
  readonly compactor: SupervisedThread<CompactorCalls>;
}

/**
 * Passes calls to the database threads: writes in order and within a limit, reads with a retry if
 * their thread died, and nothing after the close.
 */
export class StoreAccess {
  readonly #threads: StoreThreads;
  readonly #health: WriteHealth;
  readonly #queue = new WriteQueue();
  #closed = false;

  constructor(threads: StoreThreads, health: WriteHealth) {
    this.#threads = threads;
    this.#health = health;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  get pendingWrites(): number {
    return this.#queue.pending;
  }

  /** From now on every call rejects; earlier calls are finished. */
  refuseCalls(): void {
    this.#closed = true;
  }

  /** Resolves when all writes called so far have ended, successfully or not. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  async read<K extends keyof ReaderCalls>(call: K, ...args: ArgsOf<ReaderCalls[K]>): Promise<ResultOf<ReaderCalls[K]>> {
    this.refuseIfClosed();
    return twice(() => this.#threads.reader.call(call, ...args));
  }

  async compute<K extends keyof CompactorCalls>(
    call: K,
    ...args: ArgsOf<CompactorCalls[K]>
  ): Promise<ResultOf<CompactorCalls[K]>> {
    this.refuseIfClosed();
    return twice(() => this.#threads.compactor.call(call, ...args));
  }

  async write<K extends keyof WriterCalls>(
    call: K,
    ...args: ArgsOf<WriterCalls[K]>
  ): Promise<ResultOf<WriterCalls[K]>> {
    this.refuseIfClosed();
    return this.#queue.run(async () => {
      try {
        const value = await this.#threads.writer.call(call, ...args);
        this.#health.worked();
        return value;
      } catch (error) {
        this.#health.failed(error);
        throw error;
      }
    });
  }

  /** Work of the writer in small steps between the writes: it does not count as a waiting write. */
  async besideWrites<K extends 'planCompactSteps' | 'erase' | 'sweep' | 'prune'>(
    call: K,
    ...args: ArgsOf<WriterCalls[K]>
  ): Promise<ResultOf<WriterCalls[K]>> {
    this.refuseIfClosed();
    return this.#threads.writer.call(call, ...args);
  }

  refuseIfClosed(): void {
    if (this.#closed) throw closedError();
  }
}

/** Reading changes nothing: a read that was interrupted by the end of its thread is repeated. */
export async function twice<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'interrupted') throw error;
    return read();
  }
}

export function closedError(): StoreError {
  return new StoreError('closed', 'The database is closed: the program is stopping.');
}

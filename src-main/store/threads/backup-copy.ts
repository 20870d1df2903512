import type { CopyCounts } from '../file/copy-farm.ts';
import { closedError, type StoreAccess } from './store-access.ts';
import { startStoreThread } from './store-thread.ts';
import type { CopierCalls } from './worker-calls.ts';

export interface BackupCopyOptions {
  /** The database. */
  readonly path: string;
  readonly access: StoreAccess;
  /** Called if the thread of a backup does not end properly. */
  readonly onError: (error: unknown) => void;
}

/** Makes a backup in a thread of its own. */
export class BackupCopy {
  readonly #options: BackupCopyOptions;
  /** Ends the current backup. */
  #end: (() => Promise<void>) | null = null;
  /** Terminates the thread in any state. */
  readonly #terminating = new AbortController();

  constructor(options: BackupCopyOptions) {
    this.#options = options;
  }

  /** See Store.backUp. */
  async backUp(file: string, mostBytes: number | null, signal?: AbortSignal): Promise<CopyCounts> {
    const { path, access, onError } = this.#options;
    access.refuseIfClosed();
    const copier = await startStoreThread<CopierCalls>(
      { role: 'copier', path, mustExist: true },
      this.#terminating.signal,
    );
    let ending: Promise<void> | null = null;
    const end = (): Promise<void> => {
      // A thread that has already ended has nothing to close.
      ending ??= copier
        .call('close')
        .finally(() => copier.exited())
        .catch(onError);
      return ending;
    };
    const onAbort = (): void => void end();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#end = end;
    try {
      if (access.isClosed || signal?.aborted === true) throw closedError();
      return await copier.call('copyFarm', file, mostBytes);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await end();
      this.#end = null;
    }
  }

  /** Ends the current backup, and waits until its thread has ended. */
  async end(): Promise<void> {
    await this.#end?.();
  }

  /** The same, in any state of the thread. */
  async terminate(): Promise<void> {
    this.#terminating.abort();
    await this.end();
  }
}

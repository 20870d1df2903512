import { resolve } from 'node:path';
import type { SlowCall } from '../runtime/threads/slow-calls.ts';
import type { ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import type { Store } from './store.ts';
import { superviseStoreThread } from './threads/store-thread.ts';
import type { CompactorCalls, ReaderCalls, WriterCalls } from './threads/worker-calls.ts';
import { workerStore } from './threads/worker-store.ts';

export interface OpenStoreOptions {
  /** The database file. Made if there is none; its folder must exist. */
  readonly path: string;
  /** Called with what happens to the database threads. */
  readonly onThread?: (event: ThreadEvent) => void;
  /** Called with calls that took longer than a second. */
  readonly onSlowCall?: (slow: SlowCall) => void;
  /** Called when writing begins to fail, with the reason, and when it works again (null). */
  readonly onWriting?: (trouble: string | null) => void;
}

/**
 * A thread takes 15 to 20 MB, and some 0.1 s to start. The one that compacts has something to do
 * once an hour, the one that reads only while history is requested.
 */
const END_IDLE_AFTER_MS = 60_000;

/**
 * A writer that cannot come back for so long is given up: without it nothing can be saved, a
 * decision of the operator included.
 */
const WRITER_GIVEN_UP_AFTER_MS = 60_000;

/** Calls of the writer that run in small steps between the writes: no caller waits for them. */
const LONG_BY_NATURE: readonly string[] = ['prune', 'sweep', 'erase', 'stopCleaning', 'close'];

/**
 * Opens the database, alone among all programs, and brings it up to date. Rejects with a
 * `StoreError` (`locked`, `newer`, `not_ours`, `corrupt`, `disk_full` or `failed`) for a file that
 * it must not or cannot use; such a file stays as it is.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const path = resolve(options.path);
  const onEvent = options.onThread ?? ((): void => undefined);
  const onSlowCall = options.onSlowCall ?? ((): void => undefined);
  const threads = {
    writer: superviseStoreThread<WriterCalls>({ role: 'writer', path }, onEvent, {
      giveUpAfterMs: WRITER_GIVEN_UP_AFTER_MS,
      onSlowCall: (slow) => !LONG_BY_NATURE.includes(slow.call) && onSlowCall(slow),
    }),
    reader: superviseStoreThread<ReaderCalls>({ role: 'reader', path }, onEvent, {
      endIdleAfterMs: END_IDLE_AFTER_MS,
      onSlowCall,
    }),
    // Started when there is first something to compact, so that the start does not wait for it.
    compactor: superviseStoreThread<CompactorCalls>({ role: 'compactor', path }, onEvent, {
      endIdleAfterMs: END_IDLE_AFTER_MS,
    }),
  };
  // Both threads load their code at the same time; the reader touches the file only when it is
  // first asked.
  const started = await Promise.allSettled([threads.writer.begin(), threads.reader.begin()]);
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed === undefined) {
    const schemaVersion = await threads.writer.call('schemaVersion');
    return workerStore({ path, schemaVersion, threads, onWriting: options.onWriting });
  }
  // The one that did start is closed, and gone, before the error is thrown: a thread must not be
  // left to the end of the process.
  await Promise.all([threads.writer.close(), threads.reader.close()]);
  throw (failed as PromiseRejectedResult).reason;
}

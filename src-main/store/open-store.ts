import { resolve } from 'node:path';
import type { SlowCall } from '../runtime/threads/slow-calls.ts';
import type { ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import type { Store } from './store.ts';
import { superviseStoreThread } from './threads/store-thread.ts';
import type { CompactorCalls, ReaderCalls, WriterCalls } from './threads/worker-calls.ts';
import { workerStore } from './threads/worker-store.ts';

export interface OpenStoreOptions {
  /** The database file. Created if it does not exist; its folder must exist. */
  readonly path: string;
  /** Called with events of the database threads. */
  readonly onThread?: (event: ThreadEvent) => void;
  /** Called with calls that took longer than a second. */
  readonly onSlowCall?: (slow: SlowCall) => void;
  /** Called when writing begins to fail, with the reason, and when it works again (null). */
  readonly onWriting?: (trouble: string | null) => void;
}

/**
 * A thread takes 15 to 20 MB, and about 0.1 s to start. The compactor works once an hour, the
 * reader only while history is requested.
 */
const END_IDLE_AFTER_MS = 60_000;

/**
 * A writer that does not come back within this time is given up: without it nothing can be saved,
 * including decisions of the operator.
 */
const WRITER_GIVEN_UP_AFTER_MS = 60_000;

/** Calls of the writer that run in small steps between writes, and that no caller waits for. */
const LONG_BY_NATURE: readonly string[] = ['prune', 'sweep', 'erase', 'stopCleaning', 'close'];

/**
 * Opens the database exclusively, and migrates it. Rejects with a `StoreError` (`locked`, `newer`,
 * `not_ours`, `corrupt`, `disk_full` or `failed`) if the file must not or cannot be used; such a
 * file stays as it is.
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
    // Starts with the first work, so that the start of the program does not wait for it.
    compactor: superviseStoreThread<CompactorCalls>({ role: 'compactor', path }, onEvent, {
      endIdleAfterMs: END_IDLE_AFTER_MS,
    }),
  };
  // Both threads load their code at the same time. The reader opens the file only at its first
  // call.
  const started = await Promise.allSettled([threads.writer.begin(), threads.reader.begin()]);
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed === undefined) {
    const schemaVersion = await threads.writer.call('schemaVersion');
    return workerStore({ path, schemaVersion, threads, onWriting: options.onWriting });
  }
  // The thread that did start is closed before the error is thrown: it must not live until the end
  // of the process.
  await Promise.all([threads.writer.close(), threads.reader.close()]);
  throw (failed as PromiseRejectedResult).reason;
}

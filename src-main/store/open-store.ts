import { resolve } from 'node:path';
import type { Store } from './store.ts';
import { startStoreThread } from './store-thread.ts';
import type { ReaderCalls, WriterCalls } from './worker-calls.ts';
import { WorkerStore } from './worker-store.ts';

export interface OpenStoreOptions {
  /** The database file. Made if there is none; its folder must exist. */
  readonly path: string;
}

/**
 * Opens the database, alone among all programs, and brings it up to date. Rejects with a `StoreError` (`locked`, `newer`, `not_ours`, `corrupt`,
 * `disk_full` or `failed`) for a file that it must not or cannot use; such a file stays as it is.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const path = resolve(options.path);
  // Both threads load their code at the same time; the reader touches the file only when it is first asked.
  const [writer, reader] = await Promise.allSettled([
    startStoreThread<WriterCalls>({ role: 'writer', path }),
    startStoreThread<ReaderCalls>({ role: 'reader', path }),
  ]);
  if (writer.status === 'fulfilled' && reader.status === 'fulfilled') {
    return new WorkerStore(path, await writer.value.call('schemaVersion'), writer.value, reader.value);
  }
  // The one that could start is closed, and gone, before anybody is told: a thread must not be left to the end of the process.
  for (const link of [writer, reader]) {
    if (link.status === 'rejected') continue;
    await link.value.call('close');
    await link.value.exited();
  }
  throw writer.status === 'rejected' ? writer.reason : (reader as PromiseRejectedResult).reason;
}

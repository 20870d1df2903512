import { ThreadLink } from '../threads/thread-link.ts';
import { StoreError, type StoreErrorCode } from './store-error.ts';
import type { WorkerTask } from './worker-calls.ts';

/** The worker's file lies beside this one, as source or, under its own name, in the bundle. */
const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? './store-worker.ts' : './store-worker.js',
  import.meta.url,
);

/** Starts a database thread and waits until it is ready; rejects with its `StoreError` where it cannot be. */
export function startStoreThread<C>(task: WorkerTask): Promise<ThreadLink<C>> {
  return ThreadLink.start<C>({
    url: WORKER_URL,
    name: `store-${task.role}`,
    data: task,
    toError: ({ code, message }) => new StoreError(code as StoreErrorCode, message),
    toDeath: (told) =>
      new StoreError(
        'closed',
        `The database thread is gone (${told}). What was written is safe; start PowerHive again to go on recording.`,
      ),
  });
}

import type { SlowCall } from '../../runtime/threads/slow-calls.ts';
import { SupervisedThread, type ThreadEvent } from '../../runtime/threads/supervised-thread.ts';
import { ThreadLink } from '../../runtime/threads/thread-link.ts';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import type { WorkerTask } from './worker-calls.ts';

/** The worker is next to this file, as source or, under its own name, in the bundle. */
const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? './store-worker.ts' : './store-worker.js',
  import.meta.url,
);

/**
 * Starts a database thread and waits until it is ready; rejects with its `StoreError` if it cannot
 * start. An abort ends it.
 */
export function startStoreThread<C>(task: WorkerTask, signal?: AbortSignal): Promise<ThreadLink<C>> {
  return ThreadLink.start<C>(
    {
      url: WORKER_URL,
      name: `store-${task.role}`,
      data: task,
      toError: ({ code, message }) => new StoreError(code as StoreErrorCode, message),
      toDeath: (reason) =>
        new StoreError(
          'interrupted',
          `The database thread ended (${reason}) and is started again. What was written is safe; see whether this was done, and try again.`,
        ),
    },
    signal,
  );
}

interface SuperviseOptions {
  readonly giveUpAfterMs?: number;
  readonly endIdleAfterMs?: number;
  readonly onSlowCall?: (slow: SlowCall) => void;
}

/**
 * The same under supervision: it is restarted when it dies. With `endIdleAfterMs` it lives only
 * while it has work.
 */
export function superviseStoreThread<C extends { close(): void }>(
  task: Omit<WorkerTask, 'mustExist'>,
  onEvent: (event: ThreadEvent) => void,
  { giveUpAfterMs, endIdleAfterMs, onSlowCall }: SuperviseOptions = {},
): SupervisedThread<C> {
  let mustExist = false;
  return new SupervisedThread<C>({
    name: `store-${task.role}`,
    async start(signal) {
      const link = await startStoreThread<C>({ ...task, mustExist }, signal);
      mustExist = true;
      return link;
    },
    toStuck: (forMs) =>
      new StoreError(
        'interrupted',
        `The database has not answered for ${Math.round(forMs / 1000)} s. See whether its disk answers; try again later.`,
      ),
    onEvent,
    ...(giveUpAfterMs !== undefined && { giveUpAfterMs }),
    ...(endIdleAfterMs !== undefined && { endIdleAfterMs }),
    ...(onSlowCall !== undefined && { onSlowCall }),
  });
}

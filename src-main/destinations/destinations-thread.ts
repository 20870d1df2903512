import { SupervisedThread, type ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import { ThreadLink } from '../runtime/threads/thread-link.ts';
import type { DestinationsCalls } from './outgoing-task.ts';

/** The thread's file is next to this one, in the source and in the bundle. */
const THREAD_URL = new URL(
  import.meta.url.endsWith('.ts') ? './destinations-worker.ts' : './destinations-worker.js',
  import.meta.url,
);

/** Longer than the minutes between two steps; without destinations the thread ends. */
const END_IDLE_AFTER_MS = 300_000;

/** The thread that sends history to destinations. It starts with the first call. */
export function superviseDestinationsThread(
  path: string,
  onEvent: (event: ThreadEvent) => void,
): SupervisedThread<DestinationsCalls> {
  return new SupervisedThread<DestinationsCalls>({
    name: 'destinations',
    start: (signal) =>
      ThreadLink.start<DestinationsCalls>(
        {
          url: THREAD_URL,
          name: 'destinations',
          data: { path },
          toError: ({ message }) => new Error(message),
          toDeath: (reason) => new Error(`The thread that sends history ended (${reason}) and is started again.`),
        },
        signal,
      ),
    toStuck: (forMs) => new Error(`The thread that sends history has not answered for ${Math.round(forMs / 1000)} s.`),
    onEvent,
    endIdleAfterMs: END_IDLE_AFTER_MS,
    endsStuck: true,
  });
}

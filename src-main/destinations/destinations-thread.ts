import { SupervisedThread, type ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import { ThreadLink } from '../runtime/threads/thread-link.ts';
import type { DestinationsCalls } from './outgoing-task.ts';

/** The thread's file lies beside this one, as source or, under its own name, in the bundle. */
const THREAD_URL = new URL(
  import.meta.url.endsWith('.ts') ? './destinations-worker.ts' : './destinations-worker.js',
  import.meta.url,
);

/** Between two steps of a destination there may be minutes; without one there is no thread. */
const END_IDLE_AFTER_MS = 300_000;

/** The thread that takes history elsewhere; it starts with the first call. */
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

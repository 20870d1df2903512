import type { Clock } from '../clock.ts';
import { Loop } from '../loop.ts';
import type { WatchedThread } from './supervised-thread.ts';

const CHECK_EVERY_MS = 10_000;

/** A loop that pings each thread, so that one that hangs is reported by name. */
export function createThreadWatch(
  threads: readonly WatchedThread[],
  clock: Clock,
  onError: (error: unknown) => void,
): Loop {
  return new Loop({
    name: 'threads',
    intervalMs: () => CHECK_EVERY_MS,
    clock,
    onError,
    run: async () => {
      for (const thread of threads) thread.check();
      const reports = threads.map((thread) => thread.health());
      return {
        counts: {
          running: reports.filter(({ state }) => state === 'running').length,
          stuck: reports.filter(({ state }) => state === 'stuck').length,
          down: reports.filter(({ state }) => state === 'down').length,
        },
      };
    },
  });
}

import { SAFE_MS } from '../../destinations/destination-loop.ts';
import { Destinations } from '../../destinations/destinations.ts';
import { superviseDestinationsThread } from '../../destinations/destinations-thread.ts';
import { BACKOFF } from '../../destinations/retry.ts';
import type { WatchedThread } from '../../runtime/threads/supervised-thread.ts';
import { logThreadEvent } from '../../runtime/threads/thread-events.ts';
import type { AppBase } from './app-base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { MonitoringParts } from './compose-monitoring.ts';
import type { StoreParts } from './compose-store.ts';

/** Sends history to other systems. Without a destination it has neither a thread nor a loop. */
export interface DestinationParts {
  readonly destinations: Destinations;
  readonly destinationsThread: WatchedThread & { close(): Promise<void> };
}

export function composeDestinations(
  base: AppBase,
  { store, history }: StoreParts,
  { bus }: FleetParts,
  { discovery }: MonitoringParts,
): DestinationParts {
  const { clock, log, onError } = base;
  const thread = superviseDestinationsThread(store.status().path, (event) => logThreadEvent(log, event));
  const destinations = new Destinations({
    store,
    record: bus.change,
    publish: bus.publish,
    secrets: base.secrets,
    clock,
    backoff: BACKOFF,
    safeMs: SAFE_MS,
    step: (task, signal) => thread.callUntil(signal, 'step', task),
    test: (destination) => thread.call('test', destination),
    forget: (id) => thread.call('forget', id),
    oldestUnwrittenAt: () => history.oldestUnwrittenAt(),
    watchingSinceAt() {
      const { state, since_at } = discovery.watching();
      return state === 'watching' ? since_at : null;
    },
    statusMs: () => base.settingsStore.current.intervals.status_seconds * 1000,
    onError,
  });
  return { destinations, destinationsThread: thread };
}

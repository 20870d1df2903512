import type { Loop } from '../runtime/loop.ts';
import { stopSteps } from '../runtime/stop-steps.ts';
import { canDecrypt, UNOPENED } from '../secrets/secret-box.ts';
import type { AppParts } from './parts.ts';

/**
 * Limit of the whole stop except its last step, even if a part hangs: together with that step and
 * the interfaces it must stay below five seconds.
 */
const STOP_WITHIN_MS = 2400;
/**
 * Time reserved for ending the threads, however long the steps before took: a hanging thread delays
 * all other steps, and even a busy computer must have time to terminate it.
 */
const THREADS_WITHIN_MS = 800;

/** The loops with reported health. */
export function loopsOf({
  discovery,
  polling,
  compaction,
  retention,
  gaps,
  saving,
  guard,
  backups,
  threadWatch,
  incidents,
}: AppParts) {
  return [
    discovery.loop,
    discovery.returns.loop,
    polling.status.loop,
    polling.telemetry.loop,
    compaction,
    retention,
    gaps.loop,
    saving,
    guard.loop,
    backups.loop,
    threadWatch,
    incidents.loop,
  ] satisfies Loop[];
}

/** Starts every loop. */
export function startApp(parts: AppParts): void {
  const { base, fleet, bus, discovery, polling, compaction, retention, gaps } = parts;
  parts.delay.start();
  bus.publish({ event: 'program_started', data: { version: base.version } });
  if (!canDecrypt(base.secrets, fleet.secrets.encrypted())) {
    bus.publish({ event: 'secrets_unreadable', data: { reason: UNOPENED } });
  }
  parts.jobs.recover();
  parts.changes.resume().catch(base.onError);
  parts.sites.start();
  discovery.start();
  polling.start();
  compaction.start();
  retention.start();
  gaps.loop.start();
  parts.saving.start();
  parts.guard.loop.start();
  parts.backups.loop.start();
  parts.outbox.start();
  parts.heartbeats.start();
  parts.wakefulness.loop.start();
  parts.destinations.start();
  parts.threadWatch.start();
  parts.incidents.loop.start();
  parts.chipDays.loop.start();
}

/**
 * Stops everything in order: the readers, the writers, then the threads. Each step has a limit, and
 * a late one is named in the log. Returns whether all threads have ended.
 */
export async function stopApp(parts: AppParts): Promise<boolean> {
  const { base, store, history, minerGateway, fleet, feed, activity, bus } = parts;
  const step = stopSteps(base.log, STOP_WITHIN_MS);
  await step(
    'the loops',
    2000,
    Promise.all([
      parts.discovery.stop(),
      parts.polling.stop(),
      parts.compaction.stop(),
      parts.retention.stop(),
      parts.gaps.loop.stop(),
      parts.saving.stop(),
      parts.guard.loop.stop(),
      parts.delay.stop(),
      parts.backups.loop.stop(),
      parts.wakefulness.loop.stop(),
      parts.destinations.stop(),
      parts.threadWatch.stop(),
      parts.incidents.loop.stop(),
      parts.chipDays.loop.stop(),
      parts.changes.close(),
      parts.jobs.close(),
      parts.outbox.stop(),
      parts.heartbeats.stop(),
      parts.sites.stop(),
    ]),
  );
  bus.publish({ event: 'program_stopped', data: {} });
  await step('the last writes', 1000, Promise.all([history.idle(), fleet.save(), activity.flush()]));
  feed.close();
  await step('the connections to miners', 500, minerGateway.close());
  await step('the thread that sends history', 500, parts.destinationsThread.close());
  await step('the thread that asks other sites', 500, parts.sitesThread.close());
  await step('the database', 1000, store.close());
  return stopSteps(base.log, THREADS_WITHIN_MS)(
    'the threads',
    THREADS_WITHIN_MS,
    Promise.all([
      store.terminate(),
      parts.terminateGateway(),
      parts.destinationsThread.terminate(),
      parts.sitesThread.terminate(),
    ]),
  );
}

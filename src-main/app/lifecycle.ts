import type { Loop } from '../runtime/loop.ts';
import { stopSteps } from '../runtime/stop-steps.ts';
import { canDecrypt, UNOPENED } from '../secrets/secret-box.ts';
import type { AppParts } from './parts.ts';

/**
 * All of the stop but its end, whatever hangs: with that and with the ways in it has to stay under
 * five seconds.
 */
const STOP_WITHIN_MS = 2400;
/**
 * What is kept for the end of the threads, however long what came before took: a thread that hangs
 * holds up every other step, and has to get its turn on a busy machine to be ended.
 */
const THREADS_WITHIN_MS = 800;

/** The loops whose health is reported. */
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
 * Ends everything in order: what reads, what writes, then the threads. Each step has a limit,
 * and one that is late is named in the log. Returns whether all threads are gone.
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

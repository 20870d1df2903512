import type { Loop } from '../runtime/loop.ts';
import { stopSteps } from '../runtime/stop-steps.ts';
import { canDecrypt, UNOPENED } from '../secrets/secret-box.ts';
import type { AppParts } from './compose/app-parts.ts';

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

/** The loops that start and stop without anything else. */
function plainLoops(parts: AppParts): readonly Loop[] {
  return [
    parts.compaction,
    parts.retention,
    parts.gaps.loop,
    parts.saving,
    parts.guard.loop,
    parts.monitored.loop,
    parts.farmRecord.loop,
    parts.backups.loop,
    parts.wakefulness.loop,
    parts.threadWatch,
    parts.incidents.loop,
    parts.chipDays.loop,
  ];
}

/** The loops with reported health. */
export function loopsOf(parts: AppParts): readonly Loop[] {
  const { discovery, polling } = parts;
  return [discovery.loop, discovery.returns.loop, polling.status.loop, polling.telemetry.loop, ...plainLoops(parts)];
}

/** Starts every loop. */
export function startApp(parts: AppParts): void {
  const { base, fleet, bus, discovery, polling } = parts;
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
  parts.outbox.start();
  parts.heartbeats.start();
  parts.destinations.start();
  for (const loop of plainLoops(parts)) loop.start();
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
      ...plainLoops(parts).map((loop) => loop.stop()),
      parts.delay.stop(),
      parts.destinations.stop(),
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

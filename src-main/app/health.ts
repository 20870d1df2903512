import type { Health } from '../../src-shared/model/index.ts';
import type { Backups } from '../backups/backups.ts';
import type { Destinations } from '../destinations/destinations.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { BUSY_FROM_STARVED_POLLS, type StarvedPolls } from '../polling/starved-polls.ts';
import type { DiskFullGuard } from '../recording/disk-full-guard.ts';
import type { HistoryWriter } from '../recording/history-writer.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Loop } from '../runtime/loop.ts';
import type { LoopDelay } from '../runtime/loop-delay.ts';
import type { WatchedThread } from '../runtime/threads/supervised-thread.ts';
import type { Store } from '../store/store.ts';

export interface HealthParts {
  readonly version: string;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly isStopping: () => boolean;
  readonly fleet: Pick<Fleet, 'counts' | 'site'>;
  readonly discovery: Pick<Discovery, 'watching'>;
  readonly store: Pick<Store, 'status'>;
  readonly history: Pick<HistoryWriter, 'dropped'>;
  readonly guard: Pick<DiskFullGuard, 'recording' | 'freeBytes'>;
  readonly backups: Pick<Backups, 'state'>;
  readonly destinations: Pick<Destinations, 'health'>;
  readonly loops: readonly Loop[];
  readonly threads: readonly WatchedThread[];
  readonly delay: LoopDelay;
  readonly polling: { readonly starved: Pick<StarvedPolls, 'count'> };
}

/**
 * The health of the program, collected from its parts. It contains no secret, because every program
 * on this computer may read it.
 */
export function readHealth(parts: HealthParts): Health {
  const {
    version,
    startedAt,
    clock,
    isStopping,
    fleet,
    discovery,
    store,
    history,
    guard,
    backups,
    destinations,
    loops,
    threads,
    delay,
    polling,
  } = parts;
  const starvedPolls = polling.starved.count();
  const database = store.status();
  const { site_id, name } = fleet.site();
  const sent = destinations.health();
  const reports = loops.map((loop) => loop.health());
  const threadReports = threads.map((thread) => thread.health());
  const isTroubled =
    database.lastError !== null ||
    guard.recording().state === 'stopped' ||
    backups.state().last_error !== null ||
    sent.some(({ late }) => late) ||
    starvedPolls >= BUSY_FROM_STARVED_POLLS ||
    reports.some((report) => report.last_error !== null) ||
    threadReports.some(({ state }) => state === 'stuck' || state === 'down');
  return {
    status: isStopping() ? 'stopping' : isTroubled ? 'degraded' : 'ok',
    version,
    site: { id: site_id, name },
    started_at: startedAt,
    now_at: clock.nowMs(),
    watching: discovery.watching(),
    recording: guard.recording(),
    miners: fleet.counts(),
    loops: reports,
    threads: threadReports,
    database: {
      path: database.path,
      bytes: database.bytes,
      schema_version: database.schemaVersion,
      pending_writes: database.pendingWrites,
      write_failures: database.writeFailures,
      readings_dropped: history.dropped,
      last_error: database.lastError,
      disk_free_bytes: guard.freeBytes(),
    },
    backup: backups.state(),
    destinations: sent,
    event_loop_delay_p99_ms: delay.p99Ms(),
    late_polls: starvedPolls,
  };
}

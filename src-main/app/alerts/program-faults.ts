import { isFirstScan } from '../../../src-shared/miner/first-scan.ts';
import type { DestinationHealth, LoopHealth, Scan, Watching } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import type { ProgramFault, ProgramState } from '../../alerts/announcement.ts';
import type { Backups } from '../../backups/backups.ts';
import type { Destinations } from '../../destinations/destinations.ts';
import { LATE_MS, TOO_SLOW } from '../../destinations/lateness.ts';
import { BUSY_FROM_STARVED_POLLS } from '../../polling/starved-polls.ts';
import type { DiskFullGuard } from '../../recording/disk-full-guard.ts';
import type { WatchedThread } from '../../runtime/threads/supervised-thread.ts';

interface ProgramParts {
  readonly guard: Pick<DiskFullGuard, 'recording' | 'loop'>;
  readonly backups: Pick<Backups, 'state' | 'isChecked'>;
  readonly destinations: Pick<Destinations, 'health'>;
  /** Why the database cannot be written; null if it can. */
  readonly writeTrouble: () => string | null;
  readonly threads: readonly Pick<WatchedThread, 'health'>[];
  /** How far this computer's clock is behind the recorded times, in ms; 0 if it is not. */
  readonly clockBehindMs: () => number;
  readonly nowMs: () => number;
  /** How many of the last minutes' polls this computer was too busy for. */
  readonly starvedPolls: () => number;
  /** When the program started. */
  readonly startedAt: number;
  /** The loops for scans, for miners that are back between scans, and for history. */
  readonly loops: () => readonly LoopHealth[];
  /** The channels that do not deliver, with the message about each. */
  readonly channelFaults: ReadonlyMap<string, string>;
  /** The last scan that has ended since the program started; null if none. */
  readonly lastFinishedScan: () => Scan | null;
}

/** Corrections of the clock up to this are normal. */
const CLOCK_BEHIND_MS = 60_000;
/** Occasional failures of a loop up to this time are normal. */
const LOOP_LATE_MS = 300_000;
const WITHOUT_STOP = (text: string): string => text.replace(/\.$/, '');

/**
 * The faults of PowerHive itself, by the rules about it. `unknown` are those that were not checked
 * since the start, so that their incidents stay open.
 */
export function programFaults(watching: Watching, parts: ProgramParts): Omit<ProgramState, 'silenced'> {
  const { guard, backups, channelFaults } = parts;
  const faults: ProgramFault[] = [];
  const unknown = new Set<string>();
  const fault = (rule_id: string, message: string, key = rule_id): void => {
    faults.push({ rule_id, key, message: WITHOUT_STOP(message) });
  };
  const { state, reason } = watching;
  const lastFinishedScan = parts.lastFinishedScan();
  if (state === 'not_watching' && !isFirstScan(watching, lastFinishedScan, parts.nowMs()))
    fault('not_watching', `Not monitoring: ${reason ?? 'the network is out of reach'}`);
  if (state === 'paused') fault('paused', `Monitoring paused${reason === null ? '' : `: ${reason}`}`);
  if (state === 'watching' && reason !== null)
    fault('unreachable_network', `PowerHive can't reach part of the farm: ${reason}`);
  if (lastFinishedScan === null && state !== 'no_targets') unknown.add('not_watching').add('unreachable_network');
  const writeTrouble = parts.writeTrouble();
  const recording = guard.recording();
  if (writeTrouble !== null) fault('database_unwritable', `The database can't be written: ${writeTrouble}`);
  else if (recording.state === 'stopped')
    fault('recording_stopped', `History is not being recorded: ${recording.reason ?? 'see the log'}`);
  if (guard.loop.health().last_success_at === null) unknown.add('recording_stopped').add('database_unwritable');
  const { last_error } = backups.state();
  if (last_error !== null) fault('backup_failed', `Backup failed: ${last_error}`);
  else if (!backups.isChecked) unknown.add('backup_failed');
  for (const { name, state: thread, last_error: why } of parts.threads.map((one) => one.health())) {
    if (thread !== 'stuck' && thread !== 'down') continue;
    const what = thread === 'stuck' ? 'hangs' : 'is down';
    fault('powerhive_trouble', `The ${name} thread ${what}${why === null ? '' : `: ${why}`}`, `thread:${name}`);
  }
  for (const { name, last_error: why, last_success_at: at, interval_ms } of parts.loops()) {
    const isLate = why !== null && parts.nowMs() - (at ?? parts.startedAt) > Math.max(LOOP_LATE_MS, 2 * interval_ms);
    if (isLate) fault('powerhive_trouble', `The ${name} loop fails: ${why}`, `loop:${name}`);
    // The loop has not succeeded since the start.
    else if (at === null) unknown.add(`loop:${name}`);
  }
  const behindMs = parts.clockBehindMs();
  if (behindMs > CLOCK_BEHIND_MS) {
    const message = `The clock of this computer is ${formatDuration(behindMs / 1000)} behind what was recorded`;
    fault('clock_wrong', message);
  }
  const late = parts.starvedPolls();
  if (late >= BUSY_FROM_STARVED_POLLS)
    fault('computer_busy', `This computer is too busy: ${countText(late, 'poll')} were late in the last 5 minutes`);
  for (const one of parts.destinations.health()) {
    if (one.late) fault('destination_late', lateWords(one), `destination:${one.id}`);
    // A destination that is far behind is catching up, or was not tried since the start.
    else if ((one.lag_seconds ?? 0) * 1000 > LATE_MS) unknown.add(`destination:${one.id}`);
  }
  for (const [id, message] of channelFaults) fault('channel_failing', message, `channel:${id}`);
  return { faults, unknown };
}

function lateWords({ name, lag_seconds, last_error }: DestinationHealth): string {
  return `Destination ${name} is ${formatDuration(lag_seconds ?? 0)} behind: ${last_error ?? TOO_SLOW}`;
}

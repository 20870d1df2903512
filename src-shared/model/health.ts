import { z } from 'zod';
import { Destination, DestinationState } from './destination.ts';
import { SiteIdentity } from './remote-site.ts';
import { TimestampMs } from './scalars.ts';
import { Watching } from './scan.ts';

/**
 * Whether history is recorded. Recording stops before the disk is full; everything else continues.
 */
export const Recording = z.object({
  state: z.enum(['recording', 'stopped']),
  since_at: TimestampMs,
  reason: z.string().nullable().describe('why it stopped, and what to do about it'),
});
export type Recording = z.infer<typeof Recording>;

/** The state of one loop: its last run, and when it runs next. */
export const LoopHealth = z.object({
  name: z.string(),
  running: z.boolean(),
  paused: z.boolean(),
  interval_ms: z.int(),
  runs: z.int(),
  failures: z.int(),
  last_started_at: TimestampMs.nullable(),
  last_success_at: TimestampMs.nullable(),
  last_duration_ms: z.int().nullable(),
  last_error: z.string().nullable(),
  next_run_at: TimestampMs.nullable(),
  counts: z.record(z.string(), z.number()).describe('what the last run counted, such as miners polled'),
});
export type LoopHealth = z.infer<typeof LoopHealth>;

/** The state of one worker thread. */
export const ThreadHealth = z.object({
  name: z.string(),
  state: z
    .enum(['idle', 'starting', 'running', 'stuck', 'down'])
    .describe('idle = not needed now; stuck = it has not answered for minutes; down = it ended and is started again'),
  restarts: z.int().describe('how often it ended and was started again'),
  last_error: z.string().nullable().describe('why it last ended, or what is wrong with it'),
});
export type ThreadHealth = z.infer<typeof ThreadHealth>;

/** The state of the daily backup. */
export const BackupState = z.object({
  folder: z.string().nullable().describe('null without a token'),
  keep: z.int().describe('how many are kept; 0 makes none'),
  last_at: TimestampMs.nullable(),
  last_file: z.string().nullable(),
  last_bytes: z.int().nullable(),
  last_error: z.string().nullable().describe('why the last try failed; null once one has worked'),
});
export type BackupState = z.infer<typeof BackupState>;

/** One backup that was made. */
export const Backup = z.object({ name: z.string(), path: z.string(), made_at: TimestampMs, bytes: z.int() });
export type Backup = z.infer<typeof Backup>;

/** The state of one destination of history. */
export const DestinationHealth = Destination.pick({ id: true, name: true, kind: true, enabled: true }).extend({
  ...DestinationState.shape,
  late: z.boolean().describe('more than an hour behind, and not catching up'),
});
export type DestinationHealth = z.infer<typeof DestinationHealth>;

/**
 * Response of `GET /api/health`. It needs no token and contains no secrets. Without a token it has
 * no paths and no reasons either.
 */
export const Health = z.object({
  status: z.enum(['ok', 'degraded', 'stopping']),
  version: z.string(),
  site: SiteIdentity,
  started_at: TimestampMs,
  now_at: TimestampMs,
  watching: Watching,
  recording: Recording,
  miners: z.object({ total: z.int(), online: z.int(), managed: z.int(), polled: z.int() }),
  loops: z.array(LoopHealth),
  threads: z.array(ThreadHealth),
  database: z.object({
    path: z.string().nullable().describe('null without a token'),
    bytes: z.int().nullable(),
    schema_version: z.int(),
    pending_writes: z.int(),
    write_failures: z.int().describe('writes that failed since the start'),
    readings_dropped: z.int().describe('readings that are in no history because they could not be written'),
    last_error: z.string().nullable(),
    disk_free_bytes: z.int().nullable(),
  }),
  backup: BackupState,
  destinations: z.array(DestinationHealth),
  event_loop_delay_p99_ms: z.number().nullable(),
  late_polls: z
    .int()
    .optional()
    .describe('polls of the last five minutes whose answer this computer was too busy to wait for'),
});
export type Health = z.infer<typeof Health>;

import { z } from 'zod';
import { Actor } from './actor.ts';
import { JobAction, JobParams, JobRules } from './job-order.ts';
import { MacAddress, Measured, Text, TimestampMs } from './scalars.ts';

/** Why a miner is left out of a job. */
export const SkipCode = z.enum([
  'already_there',
  'unknown_preset',
  'untuned',
  'modded_psu_required',
  'above_max_preset',
  'busy',
  'failure',
  'restart_pending',
  'switcher_bounds',
  'changed_meanwhile',
  'stale',
  'offline',
  'unmanaged',
  'not_allowed',
  'locked',
  'config_corrupt',
  'cooling_down',
]);
export type SkipCode = z.infer<typeof SkipCode>;

/**
 * Result of a miner in a job. `stored`: the change is in the miner's settings, and takes effect at
 * a restart. `in_force`: it was read back. `proven`: its figures show it. `unknown`: the request
 * was sent, and the miner cannot be read. `cancelled`: nothing was sent to the miner.
 */
export const Verdict = z.enum([
  'planned',
  'skipped',
  'running',
  'refused',
  'failed',
  'stored',
  'in_force',
  'proven',
  'unknown',
  'cancelled',
]);
export type Verdict = z.infer<typeof Verdict>;

/** The state of a miner that actions can change; null is unknown. */
export const ActedState = z.object({
  state: Text,
  preset: Text.describe('the preset in force'),
  power_w: Measured,
  hashrate_hs: Measured,
  throttled_percent: Measured,
  locate_on: z.boolean().nullable(),
  pool_url: Text.describe('the pool in use'),
  pools: z
    .array(z.object({ url: z.string(), user: z.string() }))
    .nullable()
    .describe('the pools that are set, without their passwords'),
});
export type ActedState = z.infer<typeof ActedState>;

/** How a change takes effect. */
const ChangeKind = z.enum(['live', 'restart', 'reboot']);

/** Measured results of a preset change, a restart or a reboot on miners of a model and firmware. */
export const Transition = z.object({
  model_alias: Text,
  firmware_version: Text,
  from: z.string().describe('the preset before; empty for a restart or a reboot, which change none'),
  to: z.string().describe('the preset afterwards; `restart` or `reboot` where `from` is empty'),
  how: ChangeKind,
  seconds: Measured.describe(
    'from the request until it was in force; for a restart or a reboot, until the miner hashed again',
  ),
  power_w: Measured.describe('measured afterwards'),
  hashrate_hs: Measured.describe('measured afterwards'),
  miners: z.int().describe('how often it was proven'),
  first_at: TimestampMs,
  last_at: TimestampMs,
});
export type Transition = z.infer<typeof Transition>;

/** A miner that a job will change. */
const PlannedMiner = z.object({
  id: MacAddress,
  algorithm: Text.describe('sha256d or scrypt; hash rates of different algorithms are never added'),
  before: ActedState,
  expect: ActedState.describe('what it is expected to be afterwards; null is unknown or unchanged'),
  transition: Transition.nullable().describe('what was measured for this change; null where it was never proven here'),
  dark_seconds: Measured.describe('for how long it does not hash meanwhile'),
  switcher_top: z
    .object({ to: Text })
    .nullish()
    .describe(
      'the new highest preset of its preset switcher, which is written with the preset; `to` is null for no limit. Null where the switcher stays as it is; absent in plans of older versions',
    ),
  undo_preset: z
    .object({
      set: z.string().describe('the preset that is set now: that of the job'),
      ran: Text.describe('the preset that was in force before the job, which its preset switcher may have chosen'),
      top: z
        .object({ to: Text })
        .nullable()
        .describe(
          'up to which preset its preset switcher chooses afterwards; `to` is null for no limit. Null where it is off',
        ),
    })
    .nullish()
    .describe(
      'only in the undo of a preset: `expect.preset` is the one that is set again, and with a preset switcher another one may be in force',
    ),
});

/** What a job would do, before it is started. */
export const JobPlan = z.object({
  action: JobAction,
  params: JobParams,
  planned: z.array(PlannedMiner),
  skipped: z.array(
    z.object({
      id: MacAddress,
      code: SkipCode,
      reason: z.string(),
      job_id: z
        .uuidv7()
        .nullable()
        .describe('the job that has the miner, or has paused it until a time, where that is why; else null'),
    }),
  ),
  waves: z.array(z.int()).describe('how many miners are changed at once, one wave after the other'),
  power_w_change: Measured.describe('when done; the sum of those of which it is known, null where it is of none'),
  hashrate_hs_change: Measured.describe('when done, like the power; null also where algorithms are mixed'),
  dark_seconds: Measured.describe('for how long a miner does not hash meanwhile at most; null where none is planned'),
  confirm_count: z
    .int()
    .nullable()
    .describe(
      'the number that must be given to start it; null where it needs none. A stop, a reboot, a change of presets or pools, an undo and a retry need it',
    ),
  planned_digest: z
    .string()
    .describe(
      'stands for the planned miners and their presets or worker names: given back, the job starts on these and on no others',
    ),
  rules: JobRules.nullable().describe('how it grows and when it stops; null where all miners are changed at once'),
  stops_at: z.int().nullable().describe('so many failed miners of all stop it; null where nothing does'),
  starts_per_minute: z
    .int()
    .nullable()
    .describe('of all jobs together; null where it starts no miner, or without limit'),
  start_kw_per_minute: z.int().nullable().describe('the power that starts may add within a minute, likewise'),
  resume_at: TimestampMs.nullish().describe('pause: when PowerHive resumes the miners; null for never'),
});
export type JobPlan = z.infer<typeof JobPlan>;

/** A pool that is configured on miners. */
export const PoolChoice = z.object({
  url: z.string().describe('its address as the first of them has it'),
  miners: z.int().describe('how many of them are set to it'),
  active: z.int().describe('how many of them work for it now'),
});
export type PoolChoice = z.infer<typeof PoolChoice>;

/** A preset of miners. */
export const PresetCounts = z.object({
  preset: z.string().describe('its name'),
  miners: z.int().describe('how many of them have it'),
  tuned: z.int().describe('how many of them have tuned it'),
  unknown: z.int().describe('how many of them have not been asked whether they have tuned it'),
  active: z.int().describe('how many of them run with it now'),
});
export type PresetCounts = z.infer<typeof PresetCounts>;

/** One miner of a job. */
export const JobItem = z.object({
  id: MacAddress,
  wave: z.int().nullable().describe('counted from 1; null where it was skipped'),
  verdict: Verdict,
  code: Text.describe('why, as a stable word: of a skipped miner its skip code, or not_asked'),
  message: Text.describe('the same for reading'),
  before: ActedState.nullable(),
  after: ActedState.nullable(),
  held_by: z
    .uuidv7()
    .nullable()
    .describe(
      'the other job that had the miner, or had paused it until a time, where that is why it was skipped; else null',
    ),
  started_at: TimestampMs.nullable(),
  finished_at: TimestampMs.nullable(),
});
export type JobItem = z.infer<typeof JobItem>;

/** Planned miners of a job that it left out at their turn, for one reason: it sent them nothing. */
export const LeftOut = z.object({
  code: Text.describe('as `code` of these miners; null where there are several'),
  reason: Text.describe('as `message` of these miners; null: the rarer reasons together'),
  miners: z.int(),
});
export type LeftOut = z.infer<typeof LeftOut>;

export const JobState = z.enum(['scheduled', 'running', 'paused', 'done', 'stopped', 'halted']);
export type JobState = z.infer<typeof JobState>;

/**
 * The end of a pause. `waiting`: PowerHive will resume the miners at `at`. `resuming`: the job
 * `job_id` resumes them. `done`: it has ended, or none was left to resume. `cancelled`: someone took
 * the end away. `missed`: the miners stay paused, for `reason`.
 */
export const PauseEnd = z.object({
  at: TimestampMs.describe('when PowerHive resumes the miners that the job has paused and that are still paused'),
  state: z.enum(['waiting', 'resuming', 'done', 'cancelled', 'missed']),
  reason: Text.describe('why the miners stay paused, or why there was nothing to resume'),
  job_id: z
    .uuidv7()
    .nullable()
    .describe('the job that resumes them, the last one where there were several; null since someone set the end'),
  retried_since_at: TimestampMs.nullish().describe(
    'since when it tries every minute to resume miners that are offline or that another job has; null or absent where it does not',
  ),
});
export type PauseEnd = z.infer<typeof PauseEnd>;

/**
 * A change of miners, before, during and after it runs. `scheduled`: nothing is sent before
 * `start_at`. `paused`: miners that were begun are finished, the others wait; `reason` is set if
 * this computer slept. `stopped`: by a person. `halted`: by itself, because too many miners failed
 * or the program ended; `reason` says which.
 */
export const Job = z.object({
  job_id: z.uuidv7(),
  action: JobAction,
  params: JobParams,
  actor: Actor,
  state: JobState,
  reason: Text,
  undo_of: z.uuidv7().nullable().describe('the job that this one takes back'),
  pause_end: PauseEnd.nullish().describe(
    'of a pause that has an end; null where it has none, and of other actions; absent where that PowerHive is older',
  ),
  resume_of: z
    .uuidv7()
    .nullish()
    .describe('the pause whose end this job is; null of other jobs; absent where that PowerHive is older'),
  retry_of: z
    .uuidv7()
    .nullish()
    .describe(
      'the job whose failed miners this one tries again, or whose unsent ones it does; null of other jobs; absent where that PowerHive is older',
    ),
  retries: z.int().describe('how often its miners were tried before, each time because they had failed'),
  query: Text.describe('the query that named the miners; null where they were listed'),
  miners_text: Text.nullish().describe(
    'which miners it was to change, in a few words, by their names and places then: `R2`, `R2 and R3`, a network, `S19-01`, `S19-01, S19-02 and 10 more`; null in jobs of older versions, absent where that PowerHive is older',
  ),
  waves: z.array(z.int()),
  wave: z.int().describe('the wave that is carried out, or was last; counted from 1, 0 before the first'),
  created_at: TimestampMs,
  start_at: TimestampMs.nullable().describe('when it was to begin; null where at once'),
  spread_minutes: z.int().nullable().describe('over how long its miners are begun; null is as fast as allowed'),
  finished_at: TimestampMs.nullable(),
  counts: z.partialRecord(Verdict, z.int()).describe('how many miners have each verdict'),
  left_out: z
    .array(LeftOut)
    .nullish()
    .describe(
      'why planned miners were left out at their turn, the most frequent reason first; `counts.skipped` contains them, and those that the preview left out. Absent where that PowerHive is older',
    ),
});
export type Job = z.infer<typeof Job>;

/** A job with each of its miners. */
export const JobDetail = Job.extend({ items: z.array(JobItem) });
export type JobDetail = z.infer<typeof JobDetail>;

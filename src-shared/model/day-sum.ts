import { z } from 'zod';
import { Actor } from './actor.ts';
import { JobState } from './job.ts';
import { Text, TimestampMs } from './scalars.ts';

/**
 * Why hash rate was lost: a problem, by the rule that found it; maintenance; miners stopped on
 * purpose; miners that could not be read, which may have hashed all the same; the rest, such as
 * starting and tuning.
 */
export const LossCause = z.enum(['rule', 'maintenance', 'stopped', 'unread', 'other']);
export type LossCause = z.infer<typeof LossCause>;

/** What was lost by one cause. */
export const DayLoss = z.object({
  cause: LossCause,
  rule_id: Text.describe('for `rule`; null for other causes'),
  rule_name: Text.describe('null where the rule no longer exists'),
  lost_hash: z.number().describe('hashes'),
});
export type DayLoss = z.infer<typeof DayLoss>;

/**
 * One algorithm in a span, as PowerHive saw it while it monitored and recorded. Without any such
 * time there is no entry: nothing is known then.
 */
const DayWork = z.object({
  algorithm: z.string(),
  recorded_ms: z.int().describe('how much of the span it is made of, in milliseconds'),
  expected_hash: z
    .number()
    .describe('hashes that were expected of all managed miners in that time, with what presets that fell would add'),
  hashed_hash: z
    .number()
    .describe(
      'hashes that they made, also those for a foreign pool or for none, and rejected ones, which `lost` has too',
    ),
  paid_hash: z
    .number()
    .nullable()
    .default(null)
    .describe(
      'of these, the hashes that the farm is paid for: with `lost` they are what was expected, but for miners that hash more than that, or up to 2 % less; null for days of before this was recorded',
    ),
  hashing_percent: z
    .number()
    .nullable()
    .describe('how much of that time a miner hashed on average; null where it is known of none'),
  lost: z.array(DayLoss).describe('the largest first'),
});

/** A job that was started in a span. */
export const DayJob = z.object({
  job_id: z.uuidv7(),
  started_at: TimestampMs,
  message: z.string().describe('what it was to do, on how many miners'),
  actor: Actor.nullable(),
  state: JobState.nullable().describe('now; null where the job is no longer kept'),
});
export type DayJob = z.infer<typeof DayJob>;

/** What a day, or another span, was like. */
export const DaySum = z.object({
  from_at: TimestampMs,
  to_at: TimestampMs,
  monitored_ms: z.int().describe('how long PowerHive monitored and recorded in it, in milliseconds; 0: not at all'),
  work: z.array(DayWork).describe('by algorithm, whose hash rates cannot be added'),
  problems: z.object({
    opened: z.int(),
    ended: z.int(),
    open_at_end: z.int().describe('that were open at the end of the span, or are now'),
    critical_at_end: z.int().describe('of these, the critical ones'),
  }),
  miners: z.object({
    found: z.int().describe('found for the first time'),
    removed: z.int(),
    went_offline: z.int().describe('how often a miner went offline'),
    came_back: z.int(),
  }),
  jobs: z.object({
    started: z.int(),
    latest: z.array(DayJob).describe('the newest first, twenty at most'),
  }),
  changes: z
    .array(z.object({ actor: Actor, count: z.int() }))
    .describe('what was changed otherwise: how many entries of the activity each actor has, without those of jobs'),
});
export type DaySum = z.infer<typeof DaySum>;

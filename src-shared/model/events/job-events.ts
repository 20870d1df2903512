import { z } from 'zod';
import { ActedState, JobState, LeftOut, Verdict } from '../job.ts';
import { JobAction, JobParams } from '../job-order.ts';
import { TimestampMs } from '../scalars.ts';
import { event, Reason } from './event-schema.ts';

/** From what to what a job changes miners: presets, percents, pools, light or states. */
const JobChange = z.object({ from: z.string(), to: z.string(), miners: z.int() });
export type JobChange = z.infer<typeof JobChange>;

const Changes = z
  .array(JobChange)
  .describe('the most frequent first; absent in entries of earlier versions')
  .optional();
const Target = z
  .string()
  .describe('the preset, percent, pool or light that it is to have; absent where the action says it all')
  .optional();

const ResumeAt = TimestampMs.nullable()
  .optional()
  .describe('when paused miners are to be resumed; null for never; absent in entries of earlier versions');
const ResumeOf = z
  .uuidv7()
  .nullable()
  .optional()
  .describe('the pause whose end this is; absent in entries of earlier versions');

/** Events of jobs, and of the miners that they change. */
export const JOB_EVENTS = [
  event('job_started', 'Miners are to be changed; on disk before the first request to one.', {
    job_id: z.uuidv7(),
    action: JobAction,
    params: JobParams,
    count: z.int().describe('how many miners are planned'),
    undo_of: z.uuidv7().nullable(),
    resume_of: ResumeOf,
    resume_at: ResumeAt,
    changes: Changes,
  }),
  event('job_scheduled', 'Miners are to be changed later; nothing is sent before that. An undo begins at once.', {
    job_id: z.uuidv7(),
    action: JobAction,
    params: JobParams,
    count: z.int().describe('how many miners are planned'),
    start_at: TimestampMs,
    resume_at: ResumeAt,
    changes: Changes,
  }),
  event('pause_end_changed', 'When paused miners are to be resumed was set, changed or cancelled.', {
    job_id: z.uuidv7().describe('the pause'),
    resume_at: TimestampMs.nullable().describe('null: not by PowerHive'),
    before: TimestampMs.nullable(),
    reason: Reason.optional().describe('where nobody changed it: a later job wants miners paused for longer'),
  }),
  event('pause_end_missed', 'Miners stay paused although their pause was to end.', {
    job_id: z.uuidv7().describe('the pause'),
    count: z.int().describe('how many miners stay paused'),
    reason: Reason,
  }),
  event('job_paused', 'A change of miners is held: those that have begun are carried to their end.', {
    job_id: z.uuidv7(),
    action: JobAction,
    params: JobParams,
    reason: Reason.optional().describe('where nobody paused it: this computer was asleep'),
  }),
  event('job_continued', 'A change of miners that was held goes on.', {
    job_id: z.uuidv7(),
    action: JobAction,
    params: JobParams,
  }),
  event('miner_action_sent', 'A miner gets a request that changes it; on disk before it is sent.', {
    name: z.string(),
    job_id: z.uuidv7(),
    action: JobAction,
    target: Target,
    request: z.string().describe('what is sent: the action itself, or the restart that it needs'),
    before: ActedState.nullable(),
  }),
  event('miner_action_ended', 'What became of a miner that was to be changed.', {
    name: z.string(),
    job_id: z.uuidv7(),
    action: JobAction,
    target: Target,
    verdict: Verdict,
    reason: Reason.nullable(),
    before: ActedState.nullable(),
    after: ActedState.nullable(),
  }),
  event('job_ended', 'A change of miners has ended.', {
    job_id: z.uuidv7(),
    action: JobAction,
    params: JobParams.optional().describe('absent in entries of earlier versions'),
    undo_of: z.uuidv7().nullable().optional(),
    state: JobState,
    reason: Reason.nullable(),
    counts: z.partialRecord(Verdict, z.int()),
    left_out: z
      .array(LeftOut)
      .optional()
      .describe('why planned miners were left out at their turn; absent in entries of earlier versions'),
    changes: Changes.describe('of the miners on which readings show it; the most frequent first'),
  }),
] as const;

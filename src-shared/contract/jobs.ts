import { z } from 'zod';
import {
  Job,
  JobDetail,
  JobOrder,
  JobPlan,
  MinerChoice,
  NewJob,
  NewPauseEnd,
  NewRetry,
  PlanConfirmation,
  PoolChoice,
  PresetCounts,
  Transition,
} from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byId = z.strictObject({ job_id: z.uuidv7() });
const confirmation = z.object({ params: byId, body: PlanConfirmation.prefault({}) });
const retry = z.object({ params: byId, body: NewRetry.prefault({}) });
const planOrJob = z.union([JobPlan, z.object({ job: Job })]);

/**
 * Acting on miners: preview, start, follow, stop and undo. Jobs run in the program, even if the
 * caller disconnects; progress is sent as live events. While actions are off (`actions.enabled`) no
 * job starts.
 */
export const jobs = {
  plan: procedure
    .route({
      method: 'POST',
      path: '/jobs/plan',
      tags: ['jobs'],
      summary: 'Preview a change of miners',
      description:
        'What an action would do now, by the latest readings: which miners it would change in which waves, and who is left out and why. No request is sent to a miner, and it works while acting is off. Refused (422) are a query that is wrong or empty, a placeholder in a worker name that stands for nothing, a start in the past or more than 30 days ahead, and an end of a pause that is not after its start or more than 30 days ahead.',
    })
    .input(JobOrder)
    .output(JobPlan)
    .errors({ UNPROCESSABLE_CONTENT }),

  pools: procedure
    .route({
      method: 'POST',
      path: '/jobs/pools',
      tags: ['jobs'],
      summary: 'The pools that miners are set to',
      description:
        'The pools that are configured on these miners, the most frequent first, for `switch_pool`. It is by the latest readings: no request is sent to a miner.',
    })
    .input(MinerChoice)
    .output(z.array(PoolChoice))
    .errors({ UNPROCESSABLE_CONTENT }),

  presets: procedure
    .route({
      method: 'POST',
      path: '/jobs/presets',
      tags: ['jobs'],
      summary: 'The presets that miners have',
      description:
        'The presets of these miners, with how many have tuned each, and of how many that is not known. It is by the latest readings: no request is sent to a miner.',
    })
    .input(MinerChoice)
    .output(z.array(PresetCounts))
    .errors({ UNPROCESSABLE_CONTENT }),

  start: procedure
    .route({
      method: 'POST',
      path: '/jobs',
      successStatus: 202,
      tags: ['jobs'],
      summary: 'Change miners',
      description:
        'Starts an action, and returns when the job is on disk, before the first request to a miner. It then runs in the program, even if the caller disconnects. Refused (409) while acting is off, or if other miners, presets or worker names than those of `planned_digest` would be changed; refused (422) if there is nothing to do, or if `confirm_count` is not the number of planned miners where one is required or given.',
    })
    .input(NewJob)
    .output(z.object({ job: Job }))
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  list: procedure
    .route({
      method: 'GET',
      path: '/jobs',
      tags: ['jobs'],
      summary: 'List jobs',
      description:
        'The jobs of the last 90 days, the newest first. For the next page, give the id of the last one as `before`.',
    })
    .input(
      z
        .strictObject({
          limit: z.int().min(1).max(500).default(50),
          before: z.uuidv7().optional().describe('the id of a job: only jobs that are older than that one'),
        })
        .prefault({}),
    )
    .output(z.array(Job)),

  get: procedure
    .route({
      method: 'GET',
      path: '/jobs/{job_id}',
      tags: ['jobs'],
      summary: 'One job with its miners',
      description: 'A job with each of its miners: its wave, its verdict and why, and its state before and after.',
    })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND }),

  stop: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/stop',
      tags: ['jobs'],
      summary: 'Stop a job',
      description:
        'Sends no further request, and returns the job with its miners within five seconds, when each has a verdict. A job that has ended is returned unchanged.',
    })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND }),

  pause: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/pause',
      tags: ['jobs'],
      summary: 'Pause a job',
      description:
        'Begins no further miner. Those that were begun are finished; the others remain in the job, and other jobs skip them. Only a running job can be paused: any other is refused (409).',
    })
    .input(byId)
    .output(Job)
    .errors({ NOT_FOUND, CONFLICT }),

  continue: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/continue',
      tags: ['jobs'],
      summary: 'Continue a paused job',
      description:
        'Continues a paused job, also one from an earlier run of the program. Refused (409) while acting is off, or if the job is not paused.',
    })
    .input(byId)
    .output(Job)
    .errors({ NOT_FOUND, CONFLICT }),

  pauseEnd: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/pause-end',
      inputStructure: 'detailed',
      tags: ['jobs'],
      summary: 'Set, change or cancel the end of a pause',
      description:
        'When PowerHive resumes the miners that this job has paused and that are still paused by it alone; with `resume_at` null, it does not. It resumes them by a job of its own, linked in `pause_end`. Refused (409) for other actions, while they are being resumed, if none of them is paused by it any more, if there is no end to cancel, and, unless it is cancelled, while acting is off; refused (422) for a time in the past, before a scheduled pause begins, or more than 30 days ahead.',
    })
    .input(z.object({ params: byId, body: NewPauseEnd }))
    .output(Job)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  retry: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/retry',
      inputStructure: 'detailed',
      tags: ['jobs'],
      summary: 'Repeat a job on the miners that failed, or that were not sent: its plan, or with confirm_count the job',
      description:
        'Without `confirm_count` the response is the plan of the same action for the miners that failed, or with `of` `not_sent` for those whose turn had not come when the job ended; nothing is sent. With `confirm_count`, the number of planned miners, that job is started and returned. Refused (409) while the job goes on or if it has no such miner, and, to start it, while acting is off; refused (422) if the number is wrong.',
    })
    .input(retry)
    .output(planOrJob)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  undo: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/undo',
      inputStructure: 'detailed',
      tags: ['jobs'],
      summary: 'Take back a job: its plan, or with confirm_count the job',
      description:
        'Without `confirm_count` the response is the plan that restores what was read before the job, on the miners that are still as the job left them, and nothing is sent. With `confirm_count`, the number of planned miners, that job is started and returned. Refused (409) while the job goes on, for a restart or a reboot, and, to start it, while acting is off; refused (422) if the number is wrong.',
    })
    .input(confirmation)
    .output(planOrJob)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  transitions: procedure
    .route({
      method: 'GET',
      path: '/transitions',
      tags: ['jobs'],
      summary: 'What was measured of preset changes, restarts and reboots',
      description:
        'What was measured for each change of preset, each restart and each reboot on this farm, by model and firmware, the latest first: how long it took, and the power and the hash rate afterwards. Only miners that hashed before count.',
    })
    .output(z.array(Transition)),
};

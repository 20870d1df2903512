import { z } from 'zod';
import {
  Job,
  JobDetail,
  JobOrder,
  JobPlan,
  MinerChoice,
  NewJob,
  PlanConfirmation,
  PoolChoice,
  Transition,
} from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byId = z.strictObject({ job_id: z.uuidv7() });

/**
 * Acting on miners: preview, start, follow, stop and undo. Jobs run in the program, even if the
 * caller disconnects; progress is sent as live events. While actions are off (`actions.enabled`) no
 * job starts.
 */
export const jobs = {
  /** What a job would do now, by the latest readings: no request is sent to a miner. */
  plan: procedure
    .route({ method: 'POST', path: '/jobs/plan', tags: ['jobs'], summary: 'Preview a change of miners' })
    .input(JobOrder)
    .output(JobPlan)
    .errors({ UNPROCESSABLE_CONTENT }),

  /**
   * The pools that are configured on these miners, most frequent first, for `switch_pool`. By the
   * latest readings: no request is sent to a miner.
   */
  pools: procedure
    .route({ method: 'POST', path: '/jobs/pools', tags: ['jobs'], summary: 'The pools that miners are set to' })
    .input(MinerChoice)
    .output(z.array(PoolChoice))
    .errors({ UNPROCESSABLE_CONTENT }),

  /** Starts a job. Returns when it is on disk, before the first request to a miner. */
  start: procedure
    .route({ method: 'POST', path: '/jobs', successStatus: 202, tags: ['jobs'], summary: 'Change miners' })
    .input(NewJob)
    .output(z.object({ job: Job }))
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  /** Newest first. */
  list: procedure
    .route({ method: 'GET', path: '/jobs', tags: ['jobs'], summary: 'List jobs' })
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
    .route({ method: 'GET', path: '/jobs/{job_id}', tags: ['jobs'], summary: 'One job with its miners' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND }),

  /**
   * Sends no further request. Returns within five seconds, when each miner has a verdict. A job
   * that has ended is unchanged.
   */
  stop: procedure
    .route({ method: 'POST', path: '/jobs/{job_id}/stop', tags: ['jobs'], summary: 'Stop a job' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND }),

  /** Begins no further miner. Those that were begun are finished; the others remain in the job. */
  pause: procedure
    .route({ method: 'POST', path: '/jobs/{job_id}/pause', tags: ['jobs'], summary: 'Pause a job' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND, CONFLICT }),

  /** Continues a paused job, also one from an earlier run of the program. */
  continue: procedure
    .route({ method: 'POST', path: '/jobs/{job_id}/continue', tags: ['jobs'], summary: 'Continue a paused job' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND, CONFLICT }),

  /**
   * The plan of a retry for the miners that failed in a job. With `confirm_count`, the number of
   * planned miners, it is started, and the job is returned.
   */
  retry: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/retry',
      inputStructure: 'detailed',
      tags: ['jobs'],
      summary: 'Repeat a job on the miners that failed: its plan, or with confirm_count the job',
    })
    .input(
      z.object({
        params: byId,
        body: PlanConfirmation.prefault({}),
      }),
    )
    .output(z.union([JobPlan, z.object({ job: Job })]))
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  /**
   * The plan that undoes a job, for the miners that are still as the job left them. With
   * `confirm_count`, the number of planned miners, it is started, and the job is returned.
   */
  undo: procedure
    .route({
      method: 'POST',
      path: '/jobs/{job_id}/undo',
      inputStructure: 'detailed',
      tags: ['jobs'],
      summary: 'Take back a job: its plan, or with confirm_count the job',
    })
    .input(
      z.object({
        params: byId,
        body: PlanConfirmation.prefault({}),
      }),
    )
    .output(z.union([JobPlan, z.object({ job: Job })]))
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  /** Measured results of preset changes on this farm, latest first. */
  transitions: procedure
    .route({ method: 'GET', path: '/transitions', tags: ['jobs'], summary: 'What was measured of preset changes' })
    .output(z.array(Transition)),
};

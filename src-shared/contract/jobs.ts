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
 * Acting on miners: preview, start, follow, stop and take back. Jobs run in the program and end
 * whether or not the caller stays; progress comes as live events. While acting is off
 * (`actions.enabled`) nothing is started.
 */
export const jobs = {
  /** What a job would do now, from what is known: no miner is asked. */
  plan: procedure
    .route({ method: 'POST', path: '/jobs/plan', tags: ['jobs'], summary: 'Preview a change of miners' })
    .input(JobOrder)
    .output(JobPlan)
    .errors({ UNPROCESSABLE_CONTENT }),

  /**
   * The pools that these miners are set to, those of most of them first: what `switch_pool` can
   * take. From what is known: no miner is asked.
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

  /** The newest first. */
  list: procedure
    .route({ method: 'GET', path: '/jobs', tags: ['jobs'], summary: 'List jobs' })
    .input(z.strictObject({ limit: z.int().min(1).max(500).default(50) }).prefault({}))
    .output(z.array(Job)),

  get: procedure
    .route({ method: 'GET', path: '/jobs/{job_id}', tags: ['jobs'], summary: 'One job with its miners' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND }),

  /**
   * Sends nothing more. Returns within five seconds, when each miner has its verdict; a job that
   * has ended stays as it is.
   */
  stop: procedure
    .route({ method: 'POST', path: '/jobs/{job_id}/stop', tags: ['jobs'], summary: 'Stop a job' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND }),

  /**
   * Begins no further miner. Those that have begun are carried to their end; the rest stays in the
   * job.
   */
  pause: procedure
    .route({ method: 'POST', path: '/jobs/{job_id}/pause', tags: ['jobs'], summary: 'Pause a job' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND, CONFLICT }),

  /** Goes on with a job that was paused, also by an earlier run of the program. */
  continue: procedure
    .route({ method: 'POST', path: '/jobs/{job_id}/continue', tags: ['jobs'], summary: 'Continue a paused job' })
    .input(byId)
    .output(JobDetail)
    .errors({ NOT_FOUND, CONFLICT }),

  /**
   * A plan of the same for the miners that failed in a job. With `confirm_count`, the number of
   * planned miners, that is started, and the job returned.
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
   * What it takes to put back what a job changed, on the miners that still are as it left them.
   * With `confirm_count`, the number of planned miners, that is started, and the job returned.
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

  /** How changes of presets went on the miners of this farm, the latest first. */
  transitions: procedure
    .route({ method: 'GET', path: '/transitions', tags: ['jobs'], summary: 'What was measured of preset changes' })
    .output(z.array(Transition)),
};

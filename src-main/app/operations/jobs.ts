import type { Operations } from '../../api/operations.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';

const NOT_YET = refuseNow('Acting is off. Switch it on in the settings first.');

export function createJobOperations() {
  const noJob = (id: string) => refuse({ code: 'NOT_FOUND', message: `There is no job ${id}.`, data: { id } });
  return {
    plan: ({ action, params }) => ({
      ok: true,
      value: {
        action,
        params,
        planned: [],
        skipped: [],
        waves: [],
        power_w_change: null,
        hashrate_hs_change: null,
        dark_seconds: null,
        confirm_count: null,
      },
    }),
    start: () => NOT_YET,
    list: () => [],
    get: ({ job_id }) => noJob(job_id),
    stop: ({ job_id }) => noJob(job_id),
    undo: ({ params: { job_id } }) => noJob(job_id),
    transitions: () => [],
  } satisfies Operations['jobs'];
}

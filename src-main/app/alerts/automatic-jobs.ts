import type { AutomaticPort } from '../../alerts/automatic/automatic-actions.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Store } from '../../store/store.ts';

/** Automatic actions of rules, as jobs on one miner each. */
export function automaticJobs(jobs: Jobs, store: Pick<Store, 'automaticRuns'>): Omit<AutomaticPort, 'timeline'> {
  return {
    isOn: () => jobs.isOn(),
    runs: (sinceAt) => store.automaticRuns(sinceAt),
    async start({ action, params }, minerId, actor) {
      const { plan, run } = jobs.plans.prepare({ action, params, allow_untuned: false }, [minerId]);
      return plan.planned.length === 0 ? null : ((await run(actor))?.job_id ?? null);
    },
  };
}

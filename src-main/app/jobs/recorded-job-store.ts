import type { RecordChange } from '../../events/bus.ts';
import type { SecretRows } from '../../jobs/encrypted-job-store.ts';
import type { JobStore } from '../../jobs/job-dependencies.ts';
import type { Store } from '../../store/store.ts';

/**
 * The job store, with each write and its entry in the audit in one transaction: a kill or a full
 * disk leaves both or neither.
 */
export function recordedJobStore(store: Store, change: RecordChange): JobStore & SecretRows {
  return {
    createJob: (job, items, event) =>
      event === undefined ? store.createJob(job, items) : change([event], 'createJob', job, items),
    updateJobItems: (jobId, items, events = []) =>
      events.length === 0 ? store.updateJobItems(jobId, items) : change(events, 'updateJobItems', jobId, items),
    updateJob: (job, event) => (event === undefined ? store.updateJob(job) : change([event], 'updateJob', job)),
    keepJobBackup: (jobId, minerId, bytes) => store.keepJobBackup(jobId, minerId, bytes),
    jobs: (limit, before) => store.jobs(limit, before),
    job: (jobId) => store.job(jobId),
    openJobs: () => store.openJobs(),
    updatePauseEnd: (jobId, pauseEnd, event) =>
      event === undefined ? store.updatePauseEnd(jobId, pauseEnd) : change([event], 'updatePauseEnd', jobId, pauseEnd),
    releasePaused: (jobId, minerIds, at) => store.releasePaused(jobId, minerIds, at),
    pausesToEnd: () => store.pausesToEnd(),
    ordersSince: (jobId) => store.ordersSince(jobId),
    sentSince: (at) => store.sentSince(at),
    transitions: () => store.transitions(),
    upsertTransition: (transition) => store.upsertTransition(transition),
    jobSecrets: (...page) => store.jobSecrets(...page),
    rewriteJobSecrets: (rows) => store.rewriteJobSecrets(rows),
  };
}

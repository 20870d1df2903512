import type { SecretBox } from '../secrets/secret-box.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { JobStore } from './ports.ts';

/**
 * A store in whose file no password of a pool can be read: those of the order, of what is sent and
 * of what was before are encrypted, and the miners' own backups as a whole. A password that this
 * computer cannot decrypt is null, as one that a miner does not show: it is never written back.
 */
export function encryptedJobStore(store: JobStore, secrets: SecretBox): JobStore {
  const encryptJob = (job: StoredJob): StoredJob => ({ ...job, params: withPasswords(job.params, secrets.encrypt) });
  const openJob = (job: StoredJob): StoredJob => ({ ...job, params: withPasswords(job.params, secrets.open) });
  const change = (item: StoredJobItem, of: PasswordChange): StoredJobItem => ({
    ...item,
    own: withPasswords(item.own, of),
    goal: withPasswords(item.goal, of),
    kept: withPasswords(item.kept, of),
  });
  const encryptItems = (items: readonly StoredJobItem[]) => items.map((item) => change(item, secrets.encrypt));
  return {
    createJob: (job, items) => store.createJob(encryptJob(job), encryptItems(items)),
    updateJobItems: (jobId, items) => store.updateJobItems(jobId, encryptItems(items)),
    keepJobBackup: (jobId, minerId, bytes) =>
      store.keepJobBackup(jobId, minerId, Buffer.from(secrets.encrypt(Buffer.from(bytes).toString('base64')))),
    updateJob: (job) => store.updateJob(encryptJob(job)),
    jobs: async (limit) => (await store.jobs(limit)).map(openJob),
    job: async (jobId) => {
      const found = await store.job(jobId);
      if (found === null) return null;
      return { job: openJob(found.job), items: found.items.map((item) => change(item, secrets.open)) };
    },
    openJobs: () => store.openJobs(),
    transitions: () => store.transitions(),
    upsertTransition: (transition) => store.upsertTransition(transition),
  };
}

type PasswordChange = (text: string) => string | null;

/** A copy in which every `pass`, however deep, is changed; empty ones are none, and stay. */
function withPasswords<T>(value: T, change: PasswordChange): T {
  if (Array.isArray(value)) return value.map((one) => withPasswords(one, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => {
    if (key === 'pass' && typeof one === 'string') return [key, one === '' ? '' : change(one)];
    return [key, withPasswords(one, change)];
  });
  return Object.fromEntries(entries);
}

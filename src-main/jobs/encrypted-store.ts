import { eitherBox, type SecretBox } from '../secrets/secret-box.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { JobSecrets, RewrittenSecrets } from '../store/store.ts';
import type { JobStore } from './ports.ts';

const ROWS_AT_ONCE = 200;

/** Where the encrypted columns of jobs are read and written as they are. */
export interface SecretRows {
  jobSecrets(table: JobSecrets['table'], after: number, most: number): Promise<JobSecrets[]>;
  rewriteJobSecrets(rows: readonly RewrittenSecrets[]): Promise<void>;
}

export interface EncryptedJobStore extends JobStore {
  /** Encrypts everything again, and from now on encrypts with that box. */
  reencrypt(to: SecretBox): Promise<void>;
}

/**
 * A store in whose file no password of a pool can be read: those of the order, of what is sent and
 * of what was before are encrypted, and the miners' own backups as a whole. A password that this
 * computer cannot decrypt is null, as one that a miner does not show: it is never written back.
 */
export function encryptedJobStore(store: JobStore & SecretRows, box: SecretBox): EncryptedJobStore {
  let current = box;
  const secrets = {
    encrypt: (plain: string): string => current.encrypt(plain),
    open: (encrypted: string): string | null => current.open(encrypted),
  };
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
    createJob: (job, items, event) => store.createJob(encryptJob(job), encryptItems(items), event),
    updateJobItems: (jobId, items, event) => store.updateJobItems(jobId, encryptItems(items), event),
    keepJobBackup: (jobId, minerId, bytes) =>
      store.keepJobBackup(jobId, minerId, Buffer.from(secrets.encrypt(Buffer.from(bytes).toString('base64')))),
    updateJob: (job, event) => store.updateJob(encryptJob(job), event),
    jobs: async (limit) => (await store.jobs(limit)).map(openJob),
    job: async (jobId) => {
      const found = await store.job(jobId);
      if (found === null) return null;
      return { job: openJob(found.job), items: found.items.map((item) => change(item, secrets.open)) };
    },
    openJobs: () => store.openJobs(),
    transitions: () => store.transitions(),
    upsertTransition: (transition) => store.upsertTransition(transition),
    async reencrypt(to) {
      current = eitherBox(to, current);
      for (const table of ['jobs', 'job_items'] as const) {
        for (let after = 0; ; ) {
          const rows = await store.jobSecrets(table, after, ROWS_AT_ONCE);
          await store.rewriteJobSecrets(rows.map((row) => ({ before: row, after: reencrypted(row, current) })));
          const last = rows.at(-1);
          if (last === undefined || rows.length < ROWS_AT_ONCE) break;
          after = last.key;
        }
      }
    },
  };
}

/** A row whose secrets are encrypted with the box; what it cannot open stays as it is. */
function reencrypted({ texts, backup, ...row }: JobSecrets, box: SecretBox): JobSecrets {
  const again = (text: string): string => {
    const plain = box.open(text);
    return plain === null ? text : box.encrypt(plain);
  };
  const changed = Object.entries(texts).map(([column, json]) => [
    column,
    json === null ? null : JSON.stringify(withPasswords(JSON.parse(json), again)),
  ]);
  return {
    ...row,
    texts: Object.fromEntries(changed),
    backup: backup === null ? null : Buffer.from(again(Buffer.from(backup).toString())),
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

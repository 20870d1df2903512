import { withoutLogin } from '../../src-shared/pools/pool-address.ts';
import { eitherBox, type SecretBox } from '../secrets/secret-box.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { JobSecrets, RewrittenSecrets } from '../store/store.ts';
import type { JobStore } from './job-dependencies.ts';

const ROWS_AT_ONCE = 200;

/** Access to the encrypted columns of jobs, without decrypting them. */
export interface SecretRows {
  jobSecrets(table: JobSecrets['table'], after: number, most: number): Promise<JobSecrets[]>;
  rewriteJobSecrets(rows: readonly RewrittenSecrets[]): Promise<void>;
}

export interface EncryptedJobStore extends JobStore {
  /** Encrypts all rows again, and from now on uses this box. */
  reencrypt(to: SecretBox): Promise<void>;
}

/**
 * A store whose file has no readable pool password and no login of a pool address. Those of the
 * order, of what is sent and of the state before are encrypted, and the miners' own backups as a
 * whole. A password that this computer cannot decrypt is null, like one that a miner does not show:
 * it is never written back. An address whose login it cannot decrypt has none.
 */
export function encryptedJobStore(store: JobStore & SecretRows, box: SecretBox): EncryptedJobStore {
  let current = box;
  const secrets = {
    encrypt: (plain: string): string => current.encrypt(plain),
    open: (encrypted: string): string | null => current.open(encrypted),
  };
  const encryptJob = (job: StoredJob): StoredJob => ({ ...job, params: withSecrets(job.params, hide) });
  const openJob = (job: StoredJob): StoredJob => ({ ...job, params: withSecrets(job.params, show) });
  const hide: SecretChange = {
    pass: secrets.encrypt,
    address: ({ url }) => {
      const open = withoutLogin(url);
      return open === url ? { url } : { url: open, url_sealed: secrets.encrypt(url) };
    },
  };
  const show: SecretChange = {
    pass: secrets.open,
    address: ({ url, url_sealed }) => ({ url: url_sealed === undefined ? url : (secrets.open(url_sealed) ?? url) }),
  };
  const change = (item: StoredJobItem, of: SecretChange): StoredJobItem => ({
    ...item,
    own: withSecrets(item.own, of),
    goal: withSecrets(item.goal, of),
    kept: withSecrets(item.kept, of),
  });
  const encryptItems = (items: readonly StoredJobItem[]) => items.map((item) => change(item, hide));
  return {
    createJob: (job, items, event) => store.createJob(encryptJob(job), encryptItems(items), event),
    updateJobItems: (jobId, items, events) => store.updateJobItems(jobId, encryptItems(items), events),
    keepJobBackup: (jobId, minerId, bytes) =>
      store.keepJobBackup(jobId, minerId, Buffer.from(secrets.encrypt(Buffer.from(bytes).toString('base64')))),
    updateJob: (job, event) => store.updateJob(encryptJob(job), event),
    jobs: async (limit, before) => (await store.jobs(limit, before)).map(openJob),
    job: async (jobId) => {
      const found = await store.job(jobId);
      if (found === null) return null;
      return { job: openJob(found.job), items: found.items.map((item) => change(item, show)) };
    },
    openJobs: () => store.openJobs(),
    updatePauseEnd: (jobId, pauseEnd, event) => store.updatePauseEnd(jobId, pauseEnd, event),
    releasePaused: (jobId, minerIds, at) => store.releasePaused(jobId, minerIds, at),
    pausesToEnd: () => store.pausesToEnd(),
    ordersSince: (jobId) => store.ordersSince(jobId),
    sentSince: (at) => store.sentSince(at),
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

/** A row with its secrets encrypted by this box; those that it cannot decrypt stay as they are. */
function reencrypted({ texts, backup, ...row }: JobSecrets, box: SecretBox): JobSecrets {
  const again = (text: string): string => {
    const plain = box.open(text);
    return plain === null ? text : box.encrypt(plain);
  };
  const address: SecretChange['address'] = ({ url, url_sealed }) =>
    url_sealed === undefined ? { url } : { url, url_sealed: again(url_sealed) };
  const changed = Object.entries(texts).map(([column, json]) => [
    column,
    json === null ? null : JSON.stringify(withSecrets(JSON.parse(json), { pass: again, address })),
  ]);
  return {
    ...row,
    texts: Object.fromEntries(changed),
    backup: backup === null ? null : Buffer.from(again(Buffer.from(backup).toString())),
  };
}

interface Address {
  readonly url: string;
  /** The address with its login, encrypted. Only in the file, and only if there is a login. */
  readonly url_sealed?: string;
}

interface SecretChange {
  readonly pass: (text: string) => string | null;
  readonly address: (address: Address) => Address;
}

/**
 * A copy in which every `pass` and every pool address, at any depth, is changed. An empty password
 * means none, and stays empty.
 */
function withSecrets<T>(value: T, change: SecretChange): T {
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const { url, url_sealed, ...rest } = value as Record<string, unknown>;
  const entries = Object.entries(rest).map(([key, one]) => {
    if (key === 'pass' && typeof one === 'string') return [key, one === '' ? '' : change.pass(one)];
    return [key, withSecrets(one, change)];
  });
  const address = (): Address =>
    change.address({ url: url as string, ...(typeof url_sealed === 'string' && { url_sealed }) });
  const own = typeof url === 'string' ? address() : url === undefined ? {} : { url };
  return { ...own, ...Object.fromEntries(entries) } as T;
}

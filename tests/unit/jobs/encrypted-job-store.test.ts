import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { encryptedJobStore, type SecretRows } from '../../../src-main/jobs/encrypted-job-store.ts';
import type { JobStore } from '../../../src-main/jobs/job-dependencies.ts';
import { openKeyFileBox } from '../../../src-main/secrets/secret-box.ts';
import type { StoredJob, StoredJobItem } from '../../../src-main/store/job-records.ts';
import type { JobSecrets, RewrittenSecrets } from '../../../src-main/store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'powerhive-jobs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PASSWORD = 'x-pool-password';
const pool = { url: 'stratum+tcp://pool.example:3333', user: 'farm.1', pass: PASSWORD };
/** Some put the login into the address. */
const withLogin = { ...pool, url: `stratum+tcp://farm.1:${PASSWORD}@pool.example:3333` };
const unused = { url: '', user: '', pass: '' };
const job = { job_id: 'job', params: { pools: [pool, withLogin] } } as unknown as StoredJob;
const item = {
  id: 'miner',
  own: { action: 'pools', slots: [pool, withLogin] },
  goal: { kind: 'pools', slots: [pool, withLogin, unused] },
  kept: { stored: { pools: [pool, { ...pool, pass: null }] } },
} as unknown as StoredJobItem;

/** Stores everything as text, like a file. */
function textStore() {
  const kept = new Map<string, string>();
  const store = {
    createJob: async (...args: unknown[]) => void kept.set('job', JSON.stringify(args)),
    updateJobItems: async (_: string, items: unknown) => void kept.set('items', JSON.stringify(items)),
    keepJobBackup: async (_: string, __: string, bytes: Uint8Array) => void kept.set('backup', String(bytes)),
    job: async () => {
      const [found, items] = JSON.parse(kept.get('job') ?? '') as [StoredJob, StoredJobItem[]];
      return { job: found, items };
    },
  };
  return { kept, store: store as unknown as JobStore & SecretRows };
}

it('keeps no password of a pool as it is, and gives each back', async () => {
  const { kept, store } = textStore();
  const encrypted = encryptedJobStore(store, openKeyFileBox(join(folder, 'secret.key')));
  await encrypted.createJob(job, [item]);
  await encrypted.updateJobItems('job', [item]);
  await encrypted.keepJobBackup('job', 'miner', Buffer.from(PASSWORD));
  expect([...kept.keys()]).toEqual(['job', 'items', 'backup']);
  for (const text of kept.values()) expect(text).not.toContain(PASSWORD);
  expect(kept.get('backup')).not.toContain(Buffer.from(PASSWORD).toString('base64'));
  expect(await encrypted.job('job')).toEqual({ job, items: [item] });
});

it('shows a password that another key encrypted as one that is not shown', async () => {
  const { store } = textStore();
  await encryptedJobStore(store, openKeyFileBox(join(folder, 'secret.key'))).createJob(job, [item]);
  const elsewhere = encryptedJobStore(store, openKeyFileBox(join(folder, 'other.key')));
  const found = await elsewhere.job('job');
  expect(found?.items[0]?.goal).toEqual({
    kind: 'pools',
    slots: [{ ...pool, pass: null }, { ...pool, pass: null }, unused],
  });
});

it('encrypts again with another key what jobs keep, page by page, and leaves what it cannot open', async () => {
  const [before, after] = ['secret.key', 'next.key'].map((name) => openKeyFileBox(join(folder, name)));
  if (before === undefined || after === undefined) throw new Error('two boxes');
  const text = (encrypted: string) =>
    JSON.stringify({ slots: [{ url: pool.url, url_sealed: encrypted, user: pool.user, pass: encrypted }, unused] });
  const own = before.encrypt(PASSWORD);
  const rows = new Map<number, JobSecrets>();
  for (let key = 1; key <= 450; key++) {
    const texts = { own: text(own), goal: null, kept: text('v1:foreign') };
    rows.set(key, { table: 'job_items', key, texts, backup: Buffer.from(own) });
  }
  const store = {
    jobSecrets: async (table: string, from: number, most: number) =>
      table === 'jobs' ? [] : [...rows.values()].filter(({ key }) => key > from).slice(0, most),
    rewriteJobSecrets: async (changed: readonly RewrittenSecrets[]) => {
      for (const { after: row } of changed) rows.set(row.key, row);
    },
  } as unknown as JobStore & SecretRows;
  await encryptedJobStore(store, before).reencrypt(after);
  expect(rows.size).toBe(450);
  for (const { texts, backup } of rows.values()) {
    const [slot] = (JSON.parse(texts['own'] ?? '') as { slots: (typeof pool & { url_sealed: string })[] }).slots;
    expect(before.open(slot?.pass ?? '')).toBeNull();
    expect(after.open(slot?.pass ?? '')).toBe(PASSWORD);
    expect(after.open(slot?.url_sealed ?? '')).toBe(PASSWORD);
    expect(after.open(String(backup))).toBe(PASSWORD);
    expect(texts).toMatchObject({ goal: null, kept: text('v1:foreign') });
  }
});

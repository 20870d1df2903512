import type { LeftOut, Verdict } from '../../../src-shared/model/index.ts';
import type { AutomaticRun } from '../alert-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { toJson } from '../file/row-values.ts';
import { prepared } from '../file/statements.ts';
import type { StoredJob, StoredJobItem } from '../job-records.ts';
import { preparePoolsSetWrites } from './pools-set-queries.ts';

type Row = Record<string, string | number | null>;

const JOB_COLUMNS = [
  'job_id',
  'action',
  'params',
  'allow_untuned',
  'actor',
  'state',
  'reason',
  'undo_of',
  'pause_end',
  'resume_of',
  'retry_of',
  'query',
  'miners_text',
  'waves',
  'wave',
  'created_at',
  'finished_at',
  'start_at',
  'spread_minutes',
  'rules',
  'retries',
] as const;
const ITEM_COLUMNS = [
  'wave',
  'verdict',
  'code',
  'message',
  'before',
  'after',
  'expect',
  'sent',
  'own',
  'goal',
  'kept',
  'held_by',
  'started_at',
  'finished_at',
] as const;

const named = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');
const bound = (columns: readonly string[]): string => columns.map((column) => `@${column}`).join(', ');
const assigned = (columns: readonly string[]): string => columns.map((column) => `"${column}" = @${column}`).join(', ');
const CHANGING = ['state', 'reason', 'wave', 'waves', 'finished_at'] as const;

/** The writes of jobs. The caller opens the transaction. */
export function prepareJobWrites(sqlite: Sqlite) {
  const addJob = sqlite.prepare<[Row]>(`INSERT INTO jobs (${named(JOB_COLUMNS)}) VALUES (${bound(JOB_COLUMNS)})`);
  const addItem = sqlite.prepare<[Row]>(
    `INSERT INTO job_items (job_key, miner_id, ${named(ITEM_COLUMNS)}) VALUES (@job_key, @miner_id, ${bound(ITEM_COLUMNS)})`,
  );
  const find = sqlite.prepare<[string], { job_key: number; action: StoredJob['action'] }>(
    'SELECT job_key, action FROM jobs WHERE job_id = ?',
  );
  const { noteStep } = preparePoolsSetWrites(sqlite);
  const changeItem = sqlite.prepare<[Row]>(
    `UPDATE job_items SET ${assigned(ITEM_COLUMNS)} WHERE job_key = @job_key AND miner_id = @miner_id`,
  );
  const changeJob = sqlite.prepare<[Row]>(`UPDATE jobs SET ${assigned(CHANGING)} WHERE job_id = @job_id`);
  const beginResuming = sqlite.prepare<[Row]>(
    `UPDATE jobs SET pause_end = json_set(pause_end, '$.state', 'resuming', '$.job_id', @job_id) WHERE job_id = @resume_of`,
  );
  const keepBackup = sqlite.prepare<[Uint8Array, number, string]>(
    'UPDATE job_items SET backup = ? WHERE job_key = ? AND miner_id = ?',
  );
  return {
    createJob(job: StoredJob, items: readonly StoredJobItem[]): void {
      const job_key = Number(addJob.run(jobRow(job)).lastInsertRowid);
      for (const item of items) addItem.run({ ...itemRow(item), job_key, miner_id: item.id });
      const { job_id, resume_of } = job;
      if (resume_of !== null) beginResuming.run({ job_id, resume_of });
    },
    /** Throws if there is no such job, so that nothing is sent that is not stored. */
    updateJobItems(jobId: string, items: readonly StoredJobItem[]): void {
      const job = find.get(jobId);
      if (job === undefined) throw new Error(`There is no job ${jobId}.`);
      const { job_key, action } = job;
      for (const item of items) {
        const { changes } = changeItem.run({ ...itemRow(item), job_key, miner_id: item.id });
        if (changes === 0) throw new Error(`There is no miner ${item.id} in job ${jobId}.`);
        noteStep(action, item);
      }
    },
    keepJobBackup(jobId: string, minerId: string, bytes: Uint8Array): void {
      keepBackup.run(bytes, find.get(jobId)?.job_key ?? 0, minerId);
    },
    updateJob(job: StoredJob): void {
      const { job_id, state, reason, wave, finished_at } = job;
      changeJob.run({ job_id, state, reason, wave, waves: JSON.stringify(job.waves), finished_at });
    },
  };
}

function jobRow(job: StoredJob): Row {
  const { params, allow_untuned, actor, waves, rules, pause_end, counts: _, left_out: __, ...rest } = job;
  return {
    ...rest,
    params: JSON.stringify(params),
    allow_untuned: allow_untuned ? 1 : 0,
    actor: JSON.stringify(actor),
    waves: JSON.stringify(waves),
    rules: toJson(rules),
    pause_end: toJson(pause_end),
  };
}

function itemRow({ id: _, released_at: __, ...item }: StoredJobItem): Row {
  const { before, after, expect, sent, own, goal, kept, ...rest } = item;
  const json = Object.entries({ before, after, expect, sent, own, goal, kept });
  return { ...rest, ...Object.fromEntries(json.map(([key, value]) => [key, toJson(value)])) };
}

/** Of `job_items i`: a request was sent, or may have been. */
export const WAS_SENT = `coalesce(json_array_length(i.sent), 0) > 0 AND json_extract(i.sent, '$[#-1].answer') IS NOT 'not_sent'`;

/**
 * The runs that rules have started since then: each miner of their jobs, the oldest first. A
 * request is on disk before it is sent: without a response it may have been sent.
 */
export function readAutomaticRuns(sqlite: Sqlite, sinceAt: number): AutomaticRun[] {
  return prepared<[number], AutomaticRun>(
    sqlite,
    `SELECT j.created_at AS at, coalesce(json_extract(j.actor, '$.rule_id'), json_extract(j.actor, '$.name')) AS rule_id,
       json_extract(j.actor, '$.name') AS rule_name, i.miner_id, j.job_id, j.action, coalesce(i.message, j.reason) AS message,
       CASE WHEN i.finished_at IS NULL AND j.finished_at IS NULL
           AND json_extract(i.sent, '$[#-1].answer') IS NULL THEN 'waits'
         WHEN ${WAS_SENT} THEN 'sent' ELSE 'nothing' END AS outcome
     FROM jobs j JOIN job_items i ON i.job_key = j.job_key
     WHERE j.created_at >= ? AND json_extract(j.actor, '$.via') = 'rule' ORDER BY i.item_key`,
  ).all(sinceAt);
}

/** Jobs, the newest first; with `before`, the id of a job, only older ones. */
export function readJobs(sqlite: Sqlite, limit: number, before?: string): StoredJob[] {
  const sql = `SELECT * FROM jobs
    WHERE @before IS NULL OR job_key < (SELECT job_key FROM jobs WHERE job_id = @before)
    ORDER BY job_key DESC LIMIT @limit`;
  const rows = prepared<[Row], Row>(sqlite, sql).all({ before: before ?? null, limit });
  const counts = countsOf(
    sqlite,
    rows.map((row) => row['job_key'] as number),
  );
  return rows.map((row) => toJob(row, counts));
}

export function readJob(sqlite: Sqlite, jobId: string): { job: StoredJob; items: StoredJobItem[] } | null {
  const row = prepared<[string], Row>(sqlite, 'SELECT * FROM jobs WHERE job_id = ?').get(jobId);
  if (row === undefined) return null;
  const items = prepared<[unknown], Row>(
    sqlite,
    `SELECT miner_id AS id, ${named(ITEM_COLUMNS)}, released_at FROM job_items WHERE job_key = ? ORDER BY item_key`,
  ).all(row['job_key'] ?? null);
  return { job: toJob(row, countsOf(sqlite, [row['job_key'] as number])), items: items.map(toItem) };
}

/** The ids of jobs that have not finished. */
export function readOpenJobs(sqlite: Sqlite): string[] {
  const sql = 'SELECT job_id FROM jobs WHERE finished_at IS NULL ORDER BY job_key';
  return prepared<[], { job_id: string }>(sqlite, sql)
    .all()
    .map(({ job_id }) => job_id);
}

/** The miners of jobs to which something was sent since then, with their secrets as stored. */
export function readSentSince(sqlite: Sqlite, at: number): Pick<StoredJobItem, 'id' | 'sent' | 'goal' | 'kept'>[] {
  const sql = `SELECT i.miner_id AS id, i.sent, i.goal, i.kept FROM job_items i JOIN jobs j ON j.job_key = i.job_key
    WHERE (j.finished_at IS NULL OR j.finished_at >= @at) AND json_extract(i.sent, '$[#-1].at') >= @at`;
  return prepared<[Row], Row>(sqlite, sql).all({ at }).map(toItem);
}

interface Counts {
  readonly counts: StoredJob['counts'];
  readonly left_out: LeftOut[];
}

/** Of `job_items`: it was planned, unlike what the preview left out, and left out at its turn. */
const IS_LEFT_OUT = `verdict = 'skipped' AND expect IS NOT NULL`;

/**
 * How many miners of each of these jobs have each verdict, and why planned ones were left out, by
 * job key.
 */
function countsOf(sqlite: Sqlite, keys: readonly number[]): Map<number, Counts> {
  const sql = `SELECT job_key, verdict, ${IS_LEFT_OUT} AS is_left_out,
      iif(${IS_LEFT_OUT}, code, NULL) AS code, iif(${IS_LEFT_OUT}, message, NULL) AS reason, count(*) AS miners
    FROM job_items WHERE job_key IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4, 5`;
  const found = new Map<number, Counts>();
  const rows = prepared<[string], LeftOut & { job_key: number; verdict: Verdict; is_left_out: 0 | 1 }>(sqlite, sql);
  for (const { job_key, verdict, is_left_out, ...left } of rows.all(JSON.stringify(keys))) {
    const { counts, left_out } = found.get(job_key) ?? NO_COUNTS;
    const sum = (counts[verdict] ?? 0) + left.miners;
    const reasons = is_left_out === 1 ? [...left_out, left] : left_out;
    found.set(job_key, { counts: { ...counts, [verdict]: sum }, left_out: reasons });
  }
  return found;
}

const NO_COUNTS: Counts = { counts: {}, left_out: [] };

function toJob({ job_key, ...row }: Row, counts: ReadonlyMap<number, Counts>): StoredJob {
  const of = counts.get(job_key as number) ?? NO_COUNTS;
  return {
    ...row,
    params: fromJson(row['params']),
    allow_untuned: row['allow_untuned'] === 1,
    actor: fromJson(row['actor']),
    waves: fromJson(row['waves']),
    rules: fromJson(row['rules']),
    pause_end: fromJson(row['pause_end']),
    ...of,
  } as unknown as StoredJob;
}

function toItem(row: Row): StoredJobItem {
  const json = ['before', 'after', 'expect', 'sent', 'own', 'goal', 'kept'].map((key) => [key, fromJson(row[key])]);
  return { ...row, ...Object.fromEntries(json) } as unknown as StoredJobItem;
}

function fromJson(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : null;
}

import type { PauseEnd } from '../../../src-shared/model/index.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import type { LaterOrder, TriedResume } from '../job-records.ts';
import { WAS_SENT } from './job-queries.ts';

type Row = Record<string, string | number | null>;

/** The writes of the ends of pauses. The caller opens the transaction. */
export function preparePauseEndWrites(sqlite: Sqlite) {
  const changePauseEnd = sqlite.prepare<[string, string]>('UPDATE jobs SET pause_end = ? WHERE job_id = ?');
  const release = sqlite.prepare<[Row]>(
    `UPDATE job_items SET released_at = @at WHERE miner_id = @id AND released_at IS NULL
       AND job_key = (SELECT job_key FROM jobs WHERE job_id = @job_id)`,
  );
  return {
    updatePauseEnd(jobId: string, pauseEnd: PauseEnd): void {
      changePauseEnd.run(JSON.stringify(pauseEnd), jobId);
    },
    releasePaused(jobId: string, minerIds: readonly string[], at: number): void {
      for (const id of minerIds) release.run({ job_id: jobId, id, at });
    },
  };
}

/** The ids of pauses whose end is to come, or is being carried out. */
export function readPausesToEnd(sqlite: Sqlite): string[] {
  const sql = `SELECT job_id FROM jobs WHERE json_extract(pause_end, '$.state') IN ('waiting', 'resuming') ORDER BY job_key`;
  return prepared<[], { job_id: string }>(sqlite, sql)
    .all()
    .map(({ job_id }) => job_id);
}

/**
 * Of `jobs j`: its miners were to be resumed at a time. An end without a reason was cancelled by a
 * person; PowerHive says why, and closes only what has nothing of its own to resume.
 */
const HAS_END = `(json_extract(j.pause_end, '$.state') <> 'cancelled' OR json_extract(j.pause_end, '$.reason') IS NOT NULL)`;

/**
 * What other jobs did to the miners of a pause since it began, or wanted: a request was sent, or the
 * miner was to be paused or stopped and was so already. Also all that its own resume jobs did.
 */
export function readOrdersSince(sqlite: Sqlite, jobId: string): LaterOrder[] {
  const sql = `SELECT i.miner_id AS id, j.action, ${WAS_SENT} AS was_sent,
      CASE WHEN ${HAS_END} THEN json_extract(j.pause_end, '$.at') END AS resume_at,
      CASE WHEN j.resume_of IS p.job_id THEN
        json_object('verdict', i.verdict, 'code', i.code, 'message', i.message, 'reason', j.reason) END AS tried
    FROM jobs p JOIN job_items mine ON mine.job_key = p.job_key AND mine.verdict = 'in_force'
      JOIN jobs j ON j.job_key <> p.job_key AND coalesce(j.finished_at, p.created_at) >= p.created_at
      JOIN job_items i ON i.job_key = j.job_key AND i.miner_id = mine.miner_id
    WHERE p.job_id = ? AND j.action <> 'locate' AND CASE
      WHEN j.resume_of IS p.job_id THEN 1
      WHEN ${WAS_SENT} THEN json_extract(i.sent, '$[#-1].at') >= mine.started_at
      ELSE j.action IN ('pause', 'stop') AND i.code = 'already_there' AND i.finished_at >= mine.started_at
        AND j.state <> 'scheduled' AND i.finished_at >= coalesce(j.start_at, 0) END
    ORDER BY j.job_key`;
  return prepared<[string], Omit<LaterOrder, 'was_sent' | 'tried'> & { was_sent: number; tried: string | null }>(
    sqlite,
    sql,
  )
    .all(jobId)
    .map((row) => ({
      ...row,
      was_sent: row.was_sent === 1,
      tried: row.tried === null ? null : (JSON.parse(row.tried) as TriedResume),
    }));
}

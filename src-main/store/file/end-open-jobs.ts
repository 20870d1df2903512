import type { Sqlite } from './database-file.ts';
import { hasColumn } from './drop-secrets.ts';

const REASON =
  'A backup was restored in which it was open. It may have gone on since that backup, so nothing more was sent.';
const PAUSE_REASON =
  'A backup was restored in which this end was still to come: PowerHive does not know whether it came since, and resumes nothing.';
const MESSAGE = 'the job was open in a backup that was restored: whether something was sent since is not known';

/**
 * Ends the jobs that were open when a backup was made. After it they may have sent everything, or
 * have been stopped: a restored farm that continued them would send requests a second time.
 */
export function endOpenJobs(sqlite: Sqlite): void {
  const at = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  sqlite
    .prepare<[string]>(
      `UPDATE job_items SET verdict = 'unknown', code = NULL, message = ?, finished_at = ${at}
       WHERE finished_at IS NULL AND job_key IN (SELECT job_key FROM jobs WHERE finished_at IS NULL)`,
    )
    .run(MESSAGE);
  sqlite
    .prepare<[string]>(`UPDATE jobs SET state = 'halted', reason = ?, finished_at = ${at} WHERE finished_at IS NULL`)
    .run(REASON);
  if (hasColumn(sqlite, 'jobs', 'pause_end')) missPauseEnds(sqlite);
}

/** The end may have come since the backup, or have been taken away. */
function missPauseEnds(sqlite: Sqlite): void {
  sqlite
    .prepare<[string]>(
      `UPDATE jobs SET pause_end = json_set(pause_end, '$.state', 'missed', '$.reason', ?)
       WHERE json_extract(pause_end, '$.state') IN ('waiting', 'resuming')`,
    )
    .run(PAUSE_REASON);
}

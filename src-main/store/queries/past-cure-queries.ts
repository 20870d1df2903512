import type { Verdict } from '../../../src-shared/model/index.ts';
import type { JobOnMiners, PastAction, PastCures, PastFault } from '../alert-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { GIVEN_IDS, prepared } from '../file/statements.ts';
import { WAS_SENT } from './job-queries.ts';

/** More actions say nothing more about what helps. */
const MOST_ACTIONS = 5000;
/** More jobs on the miners of one incident are not read by anybody. */
const MOST_JOBS = 100;

/**
 * The faults of a rule that were there since then, and what was sent to the miners that had them. A
 * request without a known response may have been carried out.
 */
export function readPastCures(sqlite: Sqlite, ruleId: string, sinceAt: number): PastCures {
  const faults = prepared<[number, string], Omit<PastFault, 'is_closed'> & { is_closed: number }>(
    sqlite,
    `SELECT m.miner_id, m.since_at, m.left_at, EXISTS (SELECT 1 FROM incident_timeline t
         WHERE t.incident_key = i.incident_key AND t.event = 'resolved' AND m.left_at >= t.at
           AND (t.actor IS NOT NULL OR t.message IS NOT NULL)) AS is_closed
     FROM incidents i JOIN incident_members m ON m.incident_key = i.incident_key
     WHERE (i.resolved_at IS NULL OR i.resolved_at > ?) AND m.rule_id = ? ORDER BY m.since_at`,
  ).all(sinceAt, ruleId);
  const minerIds = [...new Set(faults.map(({ miner_id }) => miner_id))];
  const actions = prepared<[number, string, number], Omit<PastAction, 'has_failed'> & { has_failed: number }>(
    sqlite,
    `SELECT i.miner_id, j.action, coalesce(json_extract(i.sent, '$[#-1].at'), i.started_at, j.created_at) AS at,
       CASE WHEN json_extract(i.sent, '$[#-1].answer') = 'accepted' AND i.verdict NOT IN ('refused', 'unknown')
         AND i.code IS NOT 'no_effect' THEN i.finished_at END AS carried_out_at,
       i.verdict IN ('failed', 'refused') AS has_failed
     FROM jobs j JOIN job_items i ON i.job_key = j.job_key
     WHERE j.created_at >= ? AND i.miner_id IN ${GIVEN_IDS} AND ${WAS_SENT}
     ORDER BY j.job_key DESC LIMIT ?`,
  ).all(sinceAt, JSON.stringify(minerIds), MOST_ACTIONS);
  return {
    actions: actions
      .map(({ has_failed, ...action }) => ({ ...action, has_failed: has_failed === 1 }))
      .sort((a, b) => a.at - b.at),
    faults: faults.map(({ is_closed, ...fault }) => ({ ...fault, is_closed: is_closed === 1 })),
  };
}

/** The jobs that sent something to these miners in this time, the oldest first. */
export function readJobsOn(sqlite: Sqlite, minerIds: readonly string[], fromAt: number, toAt: number): JobOnMiners[] {
  const rows = prepared<
    [number, number, string, number, number, number],
    Omit<JobOnMiners, 'actor' | 'counts'> & JobRow
  >(
    sqlite,
    `SELECT j.job_id, j.action, j.actor, min(i.started_at) AS at, json_group_array(i.verdict) AS verdicts
     FROM jobs j JOIN job_items i ON i.job_key = j.job_key
     WHERE j.created_at <= ? AND (j.finished_at IS NULL OR j.finished_at >= ?)
       AND i.miner_id IN ${GIVEN_IDS} AND i.started_at >= ? AND i.started_at <= ? AND ${WAS_SENT}
     GROUP BY j.job_key ORDER BY j.job_key DESC LIMIT ?`,
  ).all(toAt, fromAt, JSON.stringify(minerIds), fromAt, toAt, MOST_JOBS);
  return rows
    .map(({ actor, verdicts, ...job }) => ({
      ...job,
      actor: JSON.parse(actor),
      counts: verdictCounts(JSON.parse(verdicts)),
    }))
    .reverse()
    .sort((a, b) => a.at - b.at);
}

interface JobRow {
  readonly actor: string;
  readonly verdicts: string;
}

function verdictCounts(verdicts: readonly Verdict[]): JobOnMiners['counts'] {
  return Object.fromEntries([...Map.groupBy(verdicts, (one) => one)].map(([verdict, all]) => [verdict, all.length]));
}

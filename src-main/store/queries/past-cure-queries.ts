import type { PastAction, PastCures, PastFault } from '../alert-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/** More actions say nothing more about what helps. */
const MOST_ACTIONS = 5000;

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
  const actions = prepared<[number, string, number], PastAction>(
    sqlite,
    `SELECT i.miner_id, j.action, coalesce(json_extract(i.sent, '$[#-1].at'), i.started_at, j.created_at) AS at,
       CASE WHEN json_extract(i.sent, '$[#-1].answer') = 'accepted' AND i.verdict NOT IN ('refused', 'unknown')
         AND i.code IS NOT 'no_effect' THEN i.finished_at END AS carried_out_at
     FROM jobs j JOIN job_items i ON i.job_key = j.job_key
     WHERE j.created_at >= ? AND i.miner_id IN (SELECT value FROM json_each(?))
       AND json_array_length(i.sent) > 0 AND json_extract(i.sent, '$[#-1].answer') IS NOT 'not_sent'
     ORDER BY j.job_key DESC LIMIT ?`,
  ).all(sinceAt, JSON.stringify(minerIds), MOST_ACTIONS);
  return {
    actions: actions.sort((a, b) => a.at - b.at),
    faults: faults.map(({ is_closed, ...fault }) => ({ ...fault, is_closed: is_closed === 1 })),
  };
}

import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/**
 * One step of deleting the incidents that were resolved before a moment, the oldest first, each
 * with its miners and its course, which go first. Deletes so many rows at most; returns how many.
 * One that is open, or of which an announcement is still to be sent, stays at any age.
 */
export function pruneIncidents(sqlite: Sqlite, resolvedBefore: number, most: number): number {
  const oldest = prepared<[number], number>(
    sqlite,
    `SELECT incident_key FROM incidents WHERE resolved_at < ? AND owed_event IS NULL
     ORDER BY resolved_at LIMIT 1`,
  ).pluck();
  const parts = [
    `DELETE FROM incident_members WHERE member_key IN (
       SELECT member_key FROM incident_members WHERE incident_key = ? LIMIT ?)`,
    `DELETE FROM incident_timeline WHERE entry_key IN (
       SELECT entry_key FROM incident_timeline WHERE incident_key = ? LIMIT ?)`,
    `DELETE FROM incidents WHERE incident_key IN (SELECT incident_key FROM incidents WHERE incident_key = ? LIMIT ?)`,
  ].map((sql) => prepared<[number, number]>(sqlite, sql));
  return sqlite.transaction(() => {
    let left = most;
    while (left > 0) {
      const key = oldest.get(resolvedBefore);
      if (key === undefined) break;
      // One that is out of room comes again with the next step.
      for (const part of parts) if (left > 0) left -= part.run(key, left).changes;
    }
    return most - left;
  })();
}

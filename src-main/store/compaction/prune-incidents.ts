import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/**
 * One step of deleting incidents that were resolved before a time, the oldest first, each after its
 * miners and its timeline. Deletes at most `most` rows, and returns how many. An open incident, or
 * one with a pending announcement, stays at any age.
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
      // If the limit is reached, the next step continues with this one.
      for (const part of parts) if (left > 0) left -= part.run(key, left).changes;
    }
    return most - left;
  })();
}

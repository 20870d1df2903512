import type { FiredRule, IncidentEvent } from '../../../src-shared/model/index.ts';
import type {
  IncidentEnd,
  IncidentFilter,
  IncidentRow,
  IncidentWrite,
  StoredIncident,
  StoredMember,
} from '../alert-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { toJson } from '../file/row-values.ts';
import { prepared } from '../file/statements.ts';

type Row = Record<string, string | number | null>;

const COLUMNS = [
  'incident_id',
  'rule_id',
  'severity',
  'state',
  'title',
  'cause_kind',
  'cause_key',
  'since_at',
  'opened_at',
  'changed_at',
  'acknowledged_at',
  'acknowledged_by',
  'snoozed_until',
  'resolved_at',
  'hashrate_lost_hash',
  'unsteady',
  'owed_event',
  'owed_at',
  'notified_at',
  'notified_miners',
  'unattended_since_at',
  'escalated_at',
] as const satisfies (keyof StoredIncident)[];
const MEMBER_COLUMNS = ['miner_id', 'rule_id', 'severity', 'message', 'since_at', 'left_at', 'conditions'] as const;

/** The writes of incidents. The caller opens the transaction. */
export function prepareIncidentWrites(sqlite: Sqlite) {
  const changing = COLUMNS.filter((column) => column !== 'incident_id');
  const save = sqlite.prepare<[Row]>(
    `INSERT INTO incidents (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (incident_id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  const keyOf = sqlite.prepare<[string], number>('SELECT incident_key FROM incidents WHERE incident_id = ?').pluck();
  const saveMember = sqlite.prepare<[Row]>(
    `INSERT INTO incident_members (incident_key, ${MEMBER_COLUMNS.join(', ')})
     VALUES (@incident_key, ${MEMBER_COLUMNS.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (incident_key, miner_id, rule_id) DO UPDATE SET severity = excluded.severity,
       message = excluded.message, since_at = excluded.since_at, left_at = excluded.left_at,
       conditions = excluded.conditions`,
  );
  const addEntry = sqlite.prepare<[Row]>(
    `INSERT INTO incident_timeline (incident_key, at, event, actor, message, job_id)
     VALUES (@incident_key, @at, @event, @actor, @message, @job_id)`,
  );
  return {
    saveIncidents(writes: readonly IncidentWrite[]): void {
      for (const { incident, members, timeline } of writes) {
        save.run({ ...incident, unsteady: incident.unsteady ? 1 : 0 });
        const incident_key = keyOf.get(incident.incident_id) ?? 0;
        for (const member of members) saveMember.run({ ...member, incident_key });
        for (const { actor, ...entry } of timeline) {
          addEntry.run({ incident_key, ...entry, actor: toJson(actor) });
        }
      }
    },
  };
}

/** A merged incident never ended by itself: its faults continued in another one. */
export const IS_NOT_MERGED = `(EXISTS (SELECT 1 FROM incident_timeline t WHERE t.incident_key = i.incident_key AND t.event = 'resolved')
  OR NOT EXISTS (SELECT 1 FROM incident_timeline t WHERE t.incident_key = i.incident_key AND t.event = 'merged'))`;

/** Incidents of these states, the newest first: see `IncidentFilter`. */
export function readIncidents(sqlite: Sqlite, { states, limit, resolvedAfter }: IncidentFilter): IncidentRow[] {
  if (states.length === 0) return [];
  const isOver = states.every((state) => state === 'resolved');
  const rows = prepared<unknown[], Row>(
    sqlite,
    `SELECT * FROM incidents i WHERE state IN (${states.map(() => '?').join(', ')})
       AND (resolved_at IS NULL OR resolved_at > ? OR owed_event IS NOT NULL) ${isOver ? `AND ${IS_NOT_MERGED} ORDER BY resolved_at DESC,` : 'ORDER BY'}
       incident_key DESC LIMIT ?`,
  ).all(...states, resolvedAfter ?? 0, limit);
  return rows.map((row) => toRow(sqlite, row));
}

/** One incident with its timeline; null if there is none. */
export function readIncident(
  sqlite: Sqlite,
  incidentId: string,
): (IncidentRow & { readonly timeline: readonly IncidentEvent[] }) | null {
  const row = prepared<[string], Row>(sqlite, 'SELECT * FROM incidents WHERE incident_id = ?').get(incidentId);
  if (row === undefined) return null;
  const timeline = prepared<[unknown], Row>(
    sqlite,
    'SELECT at, event, actor, message, job_id FROM incident_timeline WHERE incident_key = ? ORDER BY entry_key',
  ).all(row['incident_key'] ?? null);
  return {
    ...toRow(sqlite, row),
    timeline: timeline.map(toEntry) as unknown as IncidentEvent[],
  };
}

/** How many incidents opened since then had a fault of each rule, and when the last opened. */
export function readFiredCounts(sqlite: Sqlite, sinceAt: number): FiredRule[] {
  return prepared<[number], FiredRule>(
    sqlite,
    `SELECT m.rule_id, COUNT(DISTINCT m.incident_key) AS incidents, MAX(i.opened_at) AS last_at
     FROM incidents i JOIN incident_members m ON m.incident_key = i.incident_key
     WHERE i.opened_at >= ? AND (i.resolved_at IS NULL OR ${IS_NOT_MERGED}) GROUP BY m.rule_id`,
  ).all(sinceAt);
}

function toRow(sqlite: Sqlite, { incident_key, ...row }: Row): IncidentRow {
  const members = prepared<[unknown], StoredMember>(
    sqlite,
    `SELECT ${MEMBER_COLUMNS.join(', ')} FROM incident_members WHERE incident_key = ? ORDER BY member_key`,
  ).all(incident_key ?? null);
  const incident = { ...row, unsteady: row['unsteady'] === 1 } as unknown as StoredIncident;
  return { incident, members, end: incident.resolved_at === null ? null : endOf(sqlite, incident_key) };
}

function endOf(sqlite: Sqlite, incidentKey: unknown): IncidentEnd | null {
  const entry = prepared<[unknown], Row>(
    sqlite,
    `SELECT actor, message FROM incident_timeline WHERE incident_key = ? AND event = 'resolved'
     ORDER BY entry_key DESC LIMIT 1`,
  ).get(incidentKey ?? null);
  return entry === undefined ? null : (toEntry(entry) as unknown as IncidentEnd);
}

function toEntry({ actor, ...entry }: Row) {
  return { ...entry, actor: typeof actor === 'string' ? JSON.parse(actor) : null };
}

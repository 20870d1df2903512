import { minerName, type Nameable } from '../../src-shared/miner/miner-name.ts';
import type { Sqlite } from './file/database-file.ts';
import { prepared } from './file/statements.ts';

/** A row as it is sent, by column. Times are UNIX milliseconds; columns with JSON are text. */
export type OutgoingRow = Readonly<Record<string, string | number | null>>;

/** Data other than figures: small tables that change, and the activity. It contains no secrets. */
export interface OutgoingRecords {
  models(): OutgoingRow[];
  /** One row for each MAC address. */
  minerRows(): OutgoingRow[];
  /** Incidents that are not resolved, and those resolved since; without their miners. */
  incidents(resolvedSinceAt: number): OutgoingRow[];
  incidentMembers(resolvedSinceAt: number): OutgoingRow[];
  /** Jobs that have not finished, and those finished since. */
  jobs(finishedSinceAt: number): OutgoingRow[];
  jobItems(finishedSinceAt: number): OutgoingRow[];
  /** Ordered by id, after `afterId`. */
  activity(afterId: number, fromAt: number, most: number): OutgoingRow[];
}

/** What `withName` makes a miner's name from, besides its MAC, its address and its model. */
export const NAME_PARTS = 'nickname, label, hostname, last_ip';

export type NameParts = Pick<Nameable, 'nickname' | 'label' | 'hostname' | 'last_ip'>;

/** A row with the miner's name as it is shown everywhere, in place of its parts. */
export function withName<R extends object>(
  { nickname, label, hostname, last_ip, ...row }: R & NameParts,
  others: Pick<Nameable, 'id' | 'ip' | 'model_alias'>,
): Omit<R, keyof NameParts> & { readonly name: string } {
  return { ...row, name: minerName({ nickname, label, hostname, last_ip, ...others }) };
}

const MODELS = 'SELECT alias, name, algorithm, chains, chips_per_chain FROM models ORDER BY alias';
/** A removed miner comes before the one that has its address now: the later row is kept. */
const MINERS = `SELECT sites.id AS site_id, CASE instr(miners.id, '#') WHEN 0 THEN miners.id ELSE substr(miners.id, 1, instr(miners.id, '#') - 1) END AS miner_id,
    model_alias, ${NAME_PARTS}, place, tags, ip, firmware_name, firmware_version, first_seen_at,
    CASE WHEN gone IS NULL THEN offline_since_at END AS offline_since_at, gone
  FROM miners JOIN sites USING (site_key)
  WHERE gone IS NULL OR gone IN ('removed', 'replaced') ORDER BY gone IS NULL, miner_key`;
const INCIDENTS = `SELECT incident_id, rule_id, severity, state, title, cause_kind, cause_key, since_at, opened_at, changed_at,
    acknowledged_at, acknowledged_by, snoozed_until AS snoozed_until_at, resolved_at, hashrate_lost_hash
  FROM incidents WHERE resolved_at IS NULL OR resolved_at >= ? ORDER BY incident_key`;
const MEMBERS = `SELECT incident_id, miner_id, incident_members.rule_id AS rule_id, incident_members.severity AS severity, message,
    incident_members.since_at AS since_at, left_at
  FROM incidents JOIN incident_members USING (incident_key) WHERE resolved_at IS NULL OR resolved_at >= ? ORDER BY member_key`;
/** Without parameters, which may contain pool passwords. */
const JOBS = `SELECT job_id, action, actor, state, reason, undo_of, query, created_at, finished_at
  FROM jobs WHERE finished_at IS NULL OR finished_at >= ? ORDER BY job_key`;
const ITEMS = `SELECT job_id, miner_id, job_items.wave AS wave, verdict, code, message, started_at, job_items.finished_at AS finished_at
  FROM jobs JOIN job_items USING (job_key) WHERE jobs.finished_at IS NULL OR jobs.finished_at >= ? ORDER BY item_key`;
const ACTIVITY = `SELECT id AS activity_id, at, kind, level, miner_id, event, message, data, actor
  FROM activity WHERE id > ? AND at >= ? ORDER BY id LIMIT ?`;

type MinerRow = OutgoingRow & NameParts & { readonly miner_id: string } & Pick<Nameable, 'ip' | 'model_alias'>;

/** Reads over a read-only connection. */
export function openOutgoingRecords(sqlite: Sqlite): OutgoingRecords {
  const since = (sql: string) => (at: number) => prepared<[number], OutgoingRow>(sqlite, sql).all(at);
  return {
    models: () => prepared<[], OutgoingRow>(sqlite, MODELS).all(),
    minerRows() {
      const byMac = new Map<unknown, OutgoingRow>();
      for (const row of prepared<[], MinerRow>(sqlite, MINERS).all()) {
        byMac.set(row.miner_id, withName(row, { ...row, id: row.miner_id }));
      }
      return [...byMac.values()];
    },
    incidents: since(INCIDENTS),
    incidentMembers: since(MEMBERS),
    jobs: since(JOBS),
    jobItems: since(ITEMS),
    activity: (afterId, fromAt, most) =>
      prepared<[number, number, number], OutgoingRow>(sqlite, ACTIVITY).all(afterId, fromAt, most),
  };
}

import type { OutgoingRow } from '../../store/outgoing-records.ts';
import { SCHEMA } from './schema-migrations.ts';

/**
 * A table that is written by upsert. `columns`: name and type, without `site_id`, the key first.
 */
export interface UpsertTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
}

const table = (name: string, key: readonly string[], columns: Readonly<Record<string, string>>): UpsertTable => {
  return { name, key, columns };
};

/** Times are sent from UNIX milliseconds to `timestamptz`. */
export const UPSERT = {
  sites: table('sites', [], { name: 'text' }),
  models: table('models', ['alias'], {
    alias: 'text',
    name: 'text',
    algorithm: 'text',
    chains: 'integer',
    chips_per_chain: 'integer',
  }),
  miners: table('miners', ['miner_id'], {
    miner_id: 'macaddr',
    model_alias: 'text',
    name: 'text',
    place: 'text',
    tags: 'jsonb',
    ip: 'inet',
    port: 'integer',
    firmware_name: 'text',
    firmware_version: 'text',
    first_seen_at: 'timestamptz',
    offline_since_at: 'timestamptz',
    gone: 'text',
  }),
  incidents: table('incidents', ['incident_id'], {
    incident_id: 'uuid',
    rule_id: 'text',
    severity: 'text',
    state: 'text',
    title: 'text',
    cause_kind: 'text',
    cause_key: 'text',
    since_at: 'timestamptz',
    opened_at: 'timestamptz',
    changed_at: 'timestamptz',
    acknowledged_at: 'timestamptz',
    acknowledged_by: 'text',
    snoozed_until_at: 'timestamptz',
    resolved_at: 'timestamptz',
    hashrate_lost_hash: 'double precision',
  }),
  incident_members: table('incident_members', ['incident_id', 'miner_id', 'rule_id'], {
    incident_id: 'uuid',
    miner_id: 'text',
    rule_id: 'text',
    severity: 'text',
    message: 'text',
    since_at: 'timestamptz',
    left_at: 'timestamptz',
  }),
  jobs: table('jobs', ['job_id'], {
    job_id: 'uuid',
    action: 'text',
    actor: 'jsonb',
    state: 'text',
    reason: 'text',
    undo_of: 'uuid',
    query: 'text',
    created_at: 'timestamptz',
    finished_at: 'timestamptz',
  }),
  job_items: table('job_items', ['job_id', 'miner_id'], {
    job_id: 'uuid',
    miner_id: 'text',
    wave: 'integer',
    verdict: 'text',
    code: 'text',
    message: 'text',
    started_at: 'timestamptz',
    finished_at: 'timestamptz',
  }),
  activity: table('activity', ['activity_id', 'at'], {
    activity_id: 'bigint',
    at: 'timestamptz',
    kind: 'text',
    level: 'text',
    miner_id: 'text',
    event: 'text',
    message: 'text',
    data: 'jsonb',
    actor: 'jsonb',
  }),
} as const;

/** Upserts the rows of a JSON array ($1). Unchanged rows are not written again. */
export function upsertSql({ name, key, columns }: UpsertTable): string {
  const names = ['site_id', ...Object.keys(columns)];
  const keys = ['site_id', ...key];
  const changing = names.filter((column) => !keys.includes(column));
  const typed = ['site_id uuid', ...Object.entries(columns).map(([column, type]) => `"${column}" ${type}`)];
  const list = (of: string, all = changing): string => all.map((column) => `${of}"${column}"`).join(', ');
  return `INSERT INTO ${SCHEMA}.${name} AS t (${list('', names)})
    SELECT ${list('', names)} FROM jsonb_to_recordset($1::jsonb) AS r(${typed.join(', ')})
    ON CONFLICT (${list('', keys)}) DO UPDATE SET ${changing.map((column) => `"${column}" = excluded."${column}"`).join(', ')}
    WHERE (${list('t.')}) IS DISTINCT FROM (${list('excluded.')})`;
}

/** A row as JSON, without characters that PostgreSQL cannot store. */
export function upsertRow({ columns }: UpsertTable, site: string, row: OutgoingRow): Record<string, unknown> {
  const out: Record<string, unknown> = { site_id: site };
  for (const [column, type] of Object.entries(columns)) {
    const value = row[column] ?? null;
    if (value === null) out[column] = null;
    else if (type === 'timestamptz') out[column] = isoTime(Number(value));
    else if (type === 'jsonb') out[column] = cleanJson(parsed(String(value)));
    else out[column] = typeof value === 'string' ? cleanText(value) : value;
  }
  return out;
}

/** The years 1 to 9999, whose ISO form PostgreSQL parses. Times outside are clamped to them. */
const [FIRST_MS, LAST_MS] = ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'].map(Date.parse) as [
  number,
  number,
];

function isoTime(ms: number): string | null {
  return Number.isNaN(ms) ? null : new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString();
}

/** Null for damaged JSON, so that the rest is still sent. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Miners whose id is not a MAC address are not sent: the column is of type `macaddr`. */
export const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** Removes NUL and replaces lone surrogates, which PostgreSQL cannot store. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanJson(item)]));
}

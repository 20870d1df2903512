/** The name of the database schema in which PowerHive has its tables. */
export const SCHEMA = 'powerhive';

/** The version of that schema which this program writes. */
export const SCHEMA_VERSION = 2;

/** Which extensions the database has. */
export interface Extensions {
  readonly timescaledb: boolean;
  readonly citus: boolean;
}

/** The tables of readings, and the time span of one partition. */
export const PARTITIONED = { statuses: 'day', boards: 'day', statuses_5min: 'month' } as const;
export type Partitioned = keyof typeof PARTITIONED;

const TABLES = [
  'sites',
  'models',
  'miners',
  'incidents',
  'incident_members',
  'jobs',
  'job_items',
  'activity',
  ...(Object.keys(PARTITIONED) as Partitioned[]),
] as const;

/**
 * The migrations, one a version; all missing ones are applied in one transaction. `{partitioned}`
 * is replaced by the partitioning of the table. Every key begins with the site, because many sites
 * share the tables and Citus distributes by it.
 */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE ${SCHEMA}.schema_version (version integer NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ${SCHEMA}.sites (site_id uuid PRIMARY KEY, name text);
CREATE TABLE ${SCHEMA}.models (
  site_id uuid, alias text, name text NOT NULL, algorithm text, chains integer, chips_per_chain integer,
  PRIMARY KEY (site_id, alias));
CREATE TABLE ${SCHEMA}.miners (
  site_id uuid, miner_id macaddr, model_alias text, name text, place text, tags jsonb, ip inet, firmware_name text,
  firmware_version text, first_seen_at timestamptz, offline_since_at timestamptz, gone text,
  PRIMARY KEY (site_id, miner_id));
CREATE TABLE ${SCHEMA}.incidents (
  site_id uuid, incident_id uuid, rule_id text, severity text, state text, title text, cause_kind text, cause_key text,
  since_at timestamptz, opened_at timestamptz, changed_at timestamptz, acknowledged_at timestamptz, acknowledged_by text,
  snoozed_until_at timestamptz, resolved_at timestamptz, hashrate_lost_hash double precision,
  PRIMARY KEY (site_id, incident_id));
CREATE TABLE ${SCHEMA}.incident_members (
  site_id uuid, incident_id uuid, miner_id text, rule_id text, severity text, message text, since_at timestamptz,
  left_at timestamptz, PRIMARY KEY (site_id, incident_id, miner_id, rule_id));
CREATE TABLE ${SCHEMA}.jobs (
  site_id uuid, job_id uuid, action text, actor jsonb, state text, reason text, undo_of uuid, query text,
  created_at timestamptz, finished_at timestamptz, PRIMARY KEY (site_id, job_id));
CREATE TABLE ${SCHEMA}.job_items (
  site_id uuid, job_id uuid, miner_id text, wave integer, verdict text, code text, message text, started_at timestamptz,
  finished_at timestamptz, PRIMARY KEY (site_id, job_id, miner_id));
CREATE TABLE ${SCHEMA}.activity (
  site_id uuid, activity_id bigint, at timestamptz NOT NULL, kind text, level text, miner_id text, event text, message text,
  data jsonb, actor jsonb, PRIMARY KEY (site_id, activity_id, at));
CREATE INDEX activity_at ON ${SCHEMA}.activity (site_id, at);
CREATE TABLE ${SCHEMA}.statuses (
  site_id uuid, miner_id macaddr, slot_at timestamptz, readings smallint, state text, hashrate_hs double precision,
  power_w double precision, efficiency_j_per_th real, chip_temp_max_c real, fan_duty_percent real,
  PRIMARY KEY (site_id, miner_id, slot_at)) {partitioned};
CREATE TABLE ${SCHEMA}.boards (
  site_id uuid, miner_id macaddr, slot_at timestamptz, board smallint, hashrate_hs double precision, power_w real,
  chip_temp_min_c real, chip_temp_max_c real, chips_red bigint, chips_orange bigint, chips_grey bigint,
  hw_errors bigint, PRIMARY KEY (site_id, miner_id, slot_at, board)) {partitioned};
CREATE TABLE ${SCHEMA}.statuses_5min (
  site_id uuid, miner_id macaddr, slot_at timestamptz, source text, readings smallint, hashrate_hs double precision,
  power_w double precision, chip_temp_max_c real, pcb_temp_max_c real, fan_duty_percent real, hw_error_percent real,
  PRIMARY KEY (site_id, miner_id, slot_at)) {partitioned};
`,
  `
ALTER TABLE ${SCHEMA}.boards ADD COLUMN chip_temp_mean_c real;
ALTER TABLE ${SCHEMA}.miners ADD COLUMN port integer;
`,
];

/** The statements that migrate a database from a version to a later one. */
export function migrationSql(from: number, { timescaledb, citus }: Extensions, to = SCHEMA_VERSION): string {
  const partitioned = timescaledb ? '' : 'PARTITION BY RANGE (slot_at)';
  const steps = MIGRATIONS.slice(from, to).map((step) => step.replaceAll('{partitioned}', partitioned));
  if (from === 0 && timescaledb) {
    for (const [table, width] of Object.entries(PARTITIONED))
      steps.push(
        `SELECT create_hypertable('${SCHEMA}.${table}', 'slot_at', chunk_time_interval => interval '1 ${width}');`,
      );
  } else if (from === 0 && citus) {
    for (const table of TABLES) steps.push(`SELECT create_distributed_table('${SCHEMA}.${table}', 'site_id');`);
  }
  steps.push(`DELETE FROM ${SCHEMA}.schema_version; INSERT INTO ${SCHEMA}.schema_version (version) VALUES (${to});`);
  return steps.join('\n');
}

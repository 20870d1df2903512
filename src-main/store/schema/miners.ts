import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  foreignKey,
  index,
  integer,
  real,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';

/*
 * This folder has the tables. Columns have the names of the shared model, which documents their
 * meaning and unit.
 *
 * History refers to a miner by `miner_key`, a small number, and not by the 17 characters of its MAC
 * (docs/adr/0002). drizzle-kit supports neither STRICT nor WITHOUT ROWID, so both are added to the
 * migrations by hand; a test checks that every table is STRICT.
 */

/** The site that every database has since its first migration. */
export const DEFAULT_SITE_KEY = 1;

/**
 * Sites of miners: one, until more are named. `id` is time-ordered and the same in all copies of
 * this farm, so that rows of many sites can be combined. Rows here refer to a site by `site_key`,
 * as they do to a miner by `miner_key`.
 */
export const sites = sqliteTable('sites', {
  site_key: integer().primaryKey(),
  id: text().notNull().unique(),
  /** Set by the operator; null while there is only one site. */
  name: text(),
  created_at: integer().notNull(),
});

export const miners = sqliteTable(
  'miners',
  {
    miner_key: integer().primaryKey(),
    id: text().notNull().unique(),
    site_key: integer()
      .notNull()
      .default(DEFAULT_SITE_KEY)
      .references((): AnySQLiteColumn => sites.site_key),
    /** The driver that reads it (drivers/registry.ts); null until one has recognised it. */
    firmware_kind: text(),
    ip: text(),
    last_ip: text(),
    managed: integer({ mode: 'boolean' }).notNull(),
    nickname: text(),
    /** Set by the operator, as JSON: read and written as a whole. */
    tags: text().notNull().default('[]'),
    /** Its place, in the format of src-shared/place.ts. */
    place: text(),
    /** The operator's name for it in the miner's firmware. */
    label: text(),
    hostname: text(),
    /** No foreign key: possibly the model of a miner is not read yet. */
    model_alias: text(),
    firmware_name: text(),
    firmware_version: text(),
    api_key_sealed: text(),
    unlock_pass_sealed: text(),
    first_seen_at: integer().notNull(),
    last_seen_at: integer(),
    offline_since_at: integer(),
    latest_status_id: integer()
      .unique()
      .references((): AnySQLiteColumn => statuses.id, { onDelete: 'set null' }),
    /**
     * Pools of the latest status, as JSON. They have no history, and are read and written as a
     * whole together with `latest_status_id`: a table would cost several rows for each status.
     */
    latest_pools: text(),
    /** Names of the presets that this unit has tuned, as JSON; null until it was read. */
    tuned_presets: text(),
    /** The preset that PowerHive set last; null if it set none. */
    preset_set: text(),
    /**
     * The preset that it usually runs, as JSON (conditions/preset-baseline.ts); null until it was
     * seen mining, and after a job has set one.
     */
    preset_baseline: text(),
    /**
     * The pools that jobs set last, as JSON: host, and the account before the worker name. Null if
     * no job did. Written with the steps of a job.
     */
    pools_set: text(),
    /**
     * The last pools that were the farm's own, as JSON (fleet/readings/pools-before.ts), without
     * passwords; null until they were seen for some minutes, or a job has set them.
     */
    pools_before: text(),
    /** When its current conditions began, by `conditionKey`, as JSON; null if none is known. */
    conditions_since: text(),
    /**
     * Whether one of its fans was ever seen turning. If not, it may be in an immersion tank, and
     * fans that stand still are no fault.
     */
    fans_turned: integer({ mode: 'boolean' }).notNull().default(false),
    /**
     * Null for a miner of the farm. `removed`: its history is kept under its id, also when it is
     * seen again. `dropped`: its history is being deleted (erase-removed-miners.ts). `erased`: it is deleted.
     * `replaced`: its history belongs to `successor_key`. All except `removed` give up their id,
     * which is then followed by `#miner_key`.
     */
    gone: text({ enum: ['removed', 'dropped', 'erased', 'replaced'] }),
    successor_key: integer().references((): AnySQLiteColumn => miners.miner_key, { onDelete: 'set null' }),
    /** Of a replaced miner: what the undo puts back, as JSON (undo-replacement.ts), without secrets. */
    replaced: text(),
  },
  (table) => [
    check('managed_is_boolean', sql`${table.managed} IN (0, 1)`),
    index('miners_by_successor').on(table.successor_key).where(sql`"successor_key" IS NOT NULL`),
  ],
);

/**
 * In this file because miners and statuses refer to each other. Ids grow with the time of writing,
 * so that reading, writing and pruning use neighbouring pages.
 */
export const statuses = sqliteTable(
  'statuses',
  {
    id: integer().primaryKey(),
    miner_key: integer().notNull(),
    recorded_at: integer().notNull(),
    state: text(),
    state_seconds: integer(),
    state_description: text(),
    failure_code: integer(),
    preset: text(),
    hashrate_hs: real(),
    hashrate_average_hs: real(),
    hashrate_nominal_hs: real(),
    hashrate_expected_hs: real(),
    power_w: real(),
    efficiency_j_per_th: real(),
    pcb_temp_max_c: real(),
    chip_temp_min_c: real(),
    chip_temp_max_c: real(),
    hw_error_percent: real(),
    fan_count: integer(),
    fan_duty_percent: real(),
    fan_rpm_max: integer(),
    cooling_mode: text(),
    pool_url: text(),
    pool_user: text(),
    throttled_percent: real(),
    uptime_s: integer(),
  },
  (table) => [
    foreignKey({ columns: [table.miner_key], foreignColumns: [miners.miner_key] }).onDelete('cascade'),
    /**
     * Contains the columns of a history chart, so that a day of a miner is read from some hundred
     * neighbouring pages.
     */
    index('statuses_by_miner').on(
      table.miner_key,
      table.recorded_at,
      table.hashrate_hs,
      table.power_w,
      table.chip_temp_max_c,
      table.fan_duty_percent,
    ),
    index('statuses_by_time').on(table.recorded_at),
  ],
);

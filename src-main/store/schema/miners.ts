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
 * This folder has the tables. Columns carry the names of the shared model; the model documents what
 * a column means and its unit.
 *
 * History points at a miner by `miner_key`, a small number, and not by its 17 characters of MAC
 * (docs/adr/0002). drizzle-kit knows neither STRICT nor WITHOUT ROWID, so both are written into the
 * migrations by hand; a test holds every table to STRICT.
 */

/** The site that every database has from its first migration on. */
export const DEFAULT_SITE_KEY = 1;

/**
 * Places where miners stand: one, until more are named. `id` is time-ordered and the same wherever
 * this farm is copied to, so that rows of many sites can lie side by side; rows here point at a
 * site by `site_key`, as they do at a miner by `miner_key`.
 */
export const sites = sqliteTable('sites', {
  site_key: integer().primaryKey(),
  id: text().notNull().unique(),
  /** The operator's; null while there is one site only. */
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
    /** Which driver reads it (drivers/registry.ts); null until one recognised it. */
    firmware_kind: text(),
    ip: text(),
    last_ip: text(),
    managed: integer({ mode: 'boolean' }).notNull(),
    nickname: text(),
    /** The operator's, as JSON: written whole, and read whole with the farm. */
    tags: text().notNull().default('[]'),
    /** Where it stands, as src-shared/place.ts writes it. */
    place: text(),
    /** The operator's own name for it, kept in the miner's firmware. */
    label: text(),
    hostname: text(),
    /** No foreign key: a miner may name a model that is not read yet. */
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
     * Pools of the latest status, as JSON. They have no history and are read and written only as a
     * whole, together with `latest_status_id`: as a table they would cost several rows for each
     * status.
     */
    latest_pools: text(),
    /** Names of the presets that this very unit has tuned, as JSON; null until it was asked. */
    tuned_presets: text(),
    /** The preset that PowerHive set last; null where it set none. */
    preset_set: text(),
    /**
     * The pools that jobs set last, as JSON: host, and what stands before the name of the worker.
     * Null where none did. Written with the steps of a job.
     */
    pools_set: text(),
    /**
     * When what is wrong with it now began, by `conditionKey`, as JSON; null where nothing is
     * known.
     */
    conditions_since: text(),
    /**
     * Whether any of its fans was ever seen turning: where none was, it may stand in a tank, and
     * fans that stand still are no fault.
     */
    fans_turned: integer({ mode: 'boolean' }).notNull().default(false),
    /**
     * Null for a miner of the farm. `removed`: its history is kept under its id, also when it is
     * seen again. `dropped`: its history is being deleted (erase.ts), `erased`: it has been.
     * `replaced`: its history belongs to `successor_key`. All but the first have given their id
     * away: it is followed by `#miner_key`.
     */
    gone: text({ enum: ['removed', 'dropped', 'erased', 'replaced'] }),
    successor_key: integer().references((): AnySQLiteColumn => miners.miner_key, { onDelete: 'set null' }),
  },
  (table) => [
    check('managed_is_boolean', sql`${table.managed} IN (0, 1)`),
    index('miners_by_successor').on(table.successor_key).where(sql`"successor_key" IS NOT NULL`),
  ],
);

/**
 * Beside the miners, because each of the two tables points at the other. Ids grow with the time of
 * writing, so that reading, writing and pruning touch neighbouring pages.
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
     * Holds all that a history chart draws, so that a day of one miner is read from some hundred
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

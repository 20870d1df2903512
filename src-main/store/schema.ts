import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  blob,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** The site that every database has from its first migration on. */
export const DEFAULT_SITE_KEY = 1;

/**
 * The tables. Columns carry the names of the shared model; the model documents what a column means
 * and its unit.
 *
 * History points at a miner by `miner_key`, a small number, and not by its 17 characters of MAC
 * (docs/adr/0002). drizzle-kit knows neither STRICT nor WITHOUT ROWID, so both are written into the
 * migrations by hand; a test holds every table to STRICT.
 */
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

export const models = sqliteTable('models', {
  alias: text().primaryKey(),
  name: text().notNull(),
  algorithm: text(),
  hr_measure: text(),
  chains: integer(),
  chips_per_chain: integer(),
  /** Rows of chip positions, as JSON. */
  board_rows: text(),
  /** The operator's, written by nothing else. */
  max_preset: text(),
});

export const modelPresets = sqliteTable(
  'model_presets',
  {
    model_alias: text()
      .notNull()
      .references(() => models.alias, { onDelete: 'cascade' }),
    /**
     * Place in the firmware's own order. A key by name would fail on a firmware that lists one
     * twice.
     */
    position: integer().notNull(),
    name: text().notNull(),
    pretty: text(),
    power_w: real(),
    hashrate_hs: real(),
    status: text(),
    modded_psu_required: integer({ mode: 'boolean' }),
  },
  (table) => [primaryKey({ columns: [table.model_alias, table.position] })],
);

/**
 * Ids grow with the time of writing, so that reading, writing and pruning touch neighbouring pages.
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

export const statusFans = sqliteTable(
  'status_fans',
  {
    status_id: integer()
      .notNull()
      .references(() => statuses.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    fan_id: integer().notNull(),
    rpm: integer(),
    max_rpm: integer(),
    status: text(),
  },
  (table) => [primaryKey({ columns: [table.status_id, table.position] })],
);

/**
 * One board at one moment. A board of a status has `status_id` and takes miner and time from that
 * status; a board that the telemetry loop read has `miner_key` and `recorded_at` of its own, a
 * frame of its chips in `chain_chips`, and `status_id` only where it was read along with that
 * status.
 */
export const chainSnapshots = sqliteTable(
  'chain_snapshots',
  {
    id: integer().primaryKey(),
    status_id: integer().references(() => statuses.id, { onDelete: 'cascade' }),
    miner_key: integer().references(() => miners.miner_key, { onDelete: 'cascade' }),
    recorded_at: integer(),
    chain_id: integer().notNull(),
    state: text(),
    state_description: text(),
    hashrate_hs: real(),
    hashrate_nominal_hs: real(),
    frequency_mhz: real(),
    voltage_v: real(),
    power_w: real(),
    pcb_temp_min_c: real(),
    pcb_temp_max_c: real(),
    chip_temp_min_c: real(),
    chip_temp_max_c: real(),
    water_inlet_temp_c: real(),
    water_outlet_temp_c: real(),
    hw_errors: integer(),
    chips_red: integer(),
    chips_orange: integer(),
    chips_grey: integer(),
  },
  (table) => [
    check('whose_and_when', sql`(${table.miner_key} IS NULL) = (${table.recorded_at} IS NULL)`),
    check('status_or_telemetry', sql`${table.status_id} IS NOT NULL OR ${table.miner_key} IS NOT NULL`),
    index('chain_snapshots_by_status').on(table.status_id).where(sql`"status_id" IS NOT NULL`),
    index('telemetry_by_miner').on(table.miner_key, table.recorded_at).where(sql`"miner_key" IS NOT NULL`),
    index('telemetry_by_time').on(table.recorded_at).where(sql`"recorded_at" IS NOT NULL`),
  ],
);

/**
 * All chips of one board at one moment in one frame (history/chip-frame.ts). A row for each chip
 * would be 540 million a day at 1,000 miners.
 */
export const chainChips = sqliteTable('chain_chips', {
  chain_snapshot_id: integer()
    .primaryKey()
    .references(() => chainSnapshots.id, { onDelete: 'cascade' }),
  frame: blob({ mode: 'buffer' }).notNull(),
});

/**
 * History at rest (docs/adr/0004): readings of one miner and hour, or roll-ups of one miner and a
 * day or a month, in one compressed block. `tier` says what is in it (history/tiers.ts). `is_open`
 * marks roll-ups of a day that the next tier has not taken over yet.
 */
export const historyBlocks = sqliteTable(
  'history_blocks',
  {
    id: integer().primaryKey(),
    tier: text().notNull(),
    miner_key: integer().notNull(),
    from_at: integer().notNull(),
    /** Readings or slots in it. */
    rows: integer().notNull(),
    is_open: integer({ mode: 'boolean' }).notNull(),
    bytes: integer().notNull(),
    block: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.miner_key], foreignColumns: [miners.miner_key] }).onDelete('cascade'),
    check('is_open_is_boolean', sql`${table.is_open} IN (0, 1)`),
    uniqueIndex('history_blocks_by_miner').on(table.tier, table.miner_key, table.from_at),
    /** Holds the sizes, so that the disk use of a tier is added up without touching its blocks. */
    index('history_blocks_by_time').on(table.tier, table.from_at, table.bytes, table.rows),
    index('history_blocks_open').on(table.tier, table.from_at).where(sql`"is_open" = 1`),
  ],
);

/**
 * Rows that are in a block already and only wait to be deleted: those of a miner and hour up to an
 * id. They are no longer read (uncompacted-rows.ts). An entry goes with the last of its rows.
 */
export const compactedRows = sqliteTable(
  'sealed_rows',
  {
    kind: text().notNull(),
    miner_key: integer().notNull(),
    from_at: integer().notNull(),
    through_id: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.miner_key, table.from_at] }),
    foreignKey({ columns: [table.miner_key], foreignColumns: [miners.miner_key] }).onDelete('cascade'),
  ],
);

/**
 * Sums of compacted history over the miners of a site and a model, slot by slot: a farm's year is
 * read from some thousand rows. An unknown model is ''.
 */
export const groupSlots = sqliteTable(
  'group_slots',
  {
    slot_ms: integer().notNull(),
    at: integer().notNull(),
    model_alias: text().notNull(),
    site_key: integer()
      .notNull()
      .references(() => sites.site_key),
    miners: integer().notNull(),
    /** How many of the miners were not read then, but filled from their own memory later. */
    filled: integer().notNull(),
    hashrate_hs: real(),
    power_w: real(),
    chip_temp_max_c: real(),
  },
  (table) => [primaryKey({ columns: [table.slot_ms, table.at, table.model_alias, table.site_key] })],
);

export const activity = sqliteTable(
  'activity',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    kind: text().notNull(),
    level: text().notNull(),
    miner_id: text(),
    /**
     * The sentence of the event: what is searched by words, and all there is of an entry from
     * before events had codes.
     */
    message: text().notNull(),
    /** UUIDv7; null, as the three below, in an entry from before events had codes. */
    event_id: text(),
    event: text(),
    /** As JSON. */
    data: text(),
    /** The actor who requested it, as JSON; null where there was none. */
    actor: text(),
  },
  (table) => [
    uniqueIndex('activity_by_event').on(table.event_id).where(sql`"event_id" IS NOT NULL`),
    index('activity_by_time').on(table.at),
    index('activity_by_miner').on(table.miner_id, table.at).where(sql`"miner_id" IS NOT NULL`),
  ],
);

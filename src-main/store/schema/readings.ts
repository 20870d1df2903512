import { sql } from 'drizzle-orm';
import { blob, check, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { miners, statuses } from './miners.ts';

/* The parts of a status, and the readings of the telemetry loop. */

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
 * One board at one time. A board of a status has `status_id`, and uses miner and time of that
 * status. A board of the telemetry loop has its own `miner_key` and `recorded_at`, a frame of its
 * chips in `chain_chips`, and `status_id` only if it was read together with that status.
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
    /** Only of the telemetry loop: the mean of the chips in its frame. */
    chip_temp_mean_c: real(),
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
 * All chips of one board at one time, in one frame (history/chip-frame.ts). One row for each chip
 * would be 540 million a day with 1,000 miners.
 */
export const chainChips = sqliteTable('chain_chips', {
  chain_snapshot_id: integer()
    .primaryKey()
    .references(() => chainSnapshots.id, { onDelete: 'cascade' }),
  frame: blob({ mode: 'buffer' }).notNull(),
});

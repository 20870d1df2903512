import { sql } from 'drizzle-orm';
import {
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
import { miners, sites } from './miners.ts';

/**
 * Compressed history (docs/adr/0004): a block has the readings of one miner and hour, or the
 * roll-ups of one miner and day or month. `tier` is the kind of its content (history/tiers.ts).
 * `is_open` marks roll-ups of a day that the next tier has not taken over yet.
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
    /** Contains the sizes, so that the disk use of a tier is summed without reading its blocks. */
    index('history_blocks_by_time').on(table.tier, table.from_at, table.bytes, table.rows),
    index('history_blocks_open').on(table.tier, table.from_at).where(sql`"is_open" = 1`),
  ],
);

/**
 * Rows that are already in a block and wait to be deleted: those of a miner and hour up to an id.
 * They are no longer read (uncompacted-rows.ts). An entry is deleted with the last of its rows.
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
 * Times in which PowerHive did not read a miner, until they are filled from the miner's own memory,
 * or are older than that memory (recording/gap-filler.ts).
 */
export const historyGaps = sqliteTable(
  'history_gaps',
  {
    miner_key: integer().notNull(),
    from_at: integer().notNull(),
    to_at: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.miner_key, table.from_at] }),
    foreignKey({ columns: [table.miner_key], foreignColumns: [miners.miner_key] }).onDelete('cascade'),
  ],
);

/**
 * When a miner was monitored: from when until when it was to be read, whether it answered or not.
 * `to_at` is null while it still is.
 */
export const monitoredSpans = sqliteTable(
  'monitored_spans',
  {
    miner_key: integer().notNull(),
    from_at: integer().notNull(),
    to_at: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.miner_key, table.from_at] }),
    foreignKey({ columns: [table.miner_key], foreignColumns: [miners.miner_key] }).onDelete('cascade'),
    uniqueIndex('monitored_now').on(table.miner_key).where(sql`"to_at" IS NULL`),
  ],
);

/**
 * When PowerHive monitored and recorded. The last one is prolonged every few seconds, so that a
 * kill is its end.
 */
export const watchedSpans = sqliteTable('watched_spans', {
  from_at: integer().primaryKey(),
  to_at: integer().notNull(),
});

/**
 * Sums of compacted history over the miners of a site and a model, by slot, so that a year of the
 * farm is read from some thousand rows. An unknown model is ''.
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
    /** How many of the miners are in `power_w`; null where an older version made the sum. */
    power_miners: integer(),
    chip_temp_max_c: real(),
  },
  (table) => [primaryKey({ columns: [table.slot_ms, table.at, table.model_alias, table.site_key] })],
);

/**
 * What the miners of an algorithm did in a quarter of an hour, sampled while PowerHive monitors and
 * records: sums of a day in any time zone are made of them, because its days begin with a quarter.
 */
export const farmSlots = sqliteTable(
  'farm_slots',
  {
    at: integer().notNull(),
    algorithm: text().notNull(),
    /** How long it was sampled, in milliseconds. */
    recorded_ms: integer().notNull(),
    expected_hash: real().notNull(),
    hashed_hash: real().notNull(),
    /** Of these, what the farm is paid for; null where an older version sampled. */
    paid_hash: real(),
    /** Summed over the miners: how long it is known whether each hashed, and how long it did. */
    known_miner_ms: integer().notNull(),
    hashing_miner_ms: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.at, table.algorithm] })],
);

/** What was lost in such a quarter of an hour, by its cause (app/sample-farm.ts). */
export const lossSlots = sqliteTable(
  'loss_slots',
  {
    at: integer().notNull(),
    algorithm: text().notNull(),
    cause: text().notNull(),
    lost_hash: real().notNull(),
  },
  (table) => [primaryKey({ columns: [table.at, table.algorithm, table.cause] })],
);

import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { miners } from './miners.ts';

/**
 * Systems to which history is sent. History itself is the queue: `position` (JSON) is how far it
 * was accepted, and advances after the receiver has accepted it.
 */
export const destinations = sqliteTable(
  'destinations',
  {
    destination_key: integer().primaryKey(),
    id: text().notNull().unique(),
    kind: text({ enum: ['remote_write', 'postgres'] }).notNull(),
    name: text().notNull(),
    enabled: integer({ mode: 'boolean' }).notNull(),
    url: text().notNull(),
    user: text(),
    secret_sealed: text(),
    sample_seconds: integer().notNull(),
    since_at: integer(),
    max_kbytes_per_s: integer().notNull(),
    created_at: integer().notNull(),
    position: text().notNull(),
    sent: integer().notNull(),
    refused: integer().notNull(),
    last_success_at: integer(),
    last_error: text(),
  },
  (table) => [check('enabled_is_boolean', sql`${table.enabled} IN (0, 1)`)],
);

/**
 * Ranges of history that were filled from a miner's own memory, in the order of filling. Each
 * destination has its own position in it.
 */
export const filledRanges = sqliteTable(
  'filled_ranges',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    miner_key: integer().notNull(),
    from_at: integer().notNull(),
    to_at: integer().notNull(),
  },
  (table) => [foreignKey({ columns: [table.miner_key], foreignColumns: [miners.miner_key] }).onDelete('cascade')],
);

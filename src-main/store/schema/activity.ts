import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

export const activity = sqliteTable(
  'activity',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    kind: text().notNull(),
    level: text().notNull(),
    miner_id: text(),
    /**
     * The sentence of the event. The search uses it. Entries from before events had codes have
     * nothing else.
     */
    message: text().notNull(),
    /** UUIDv7; like the three below, null in an entry from before events had codes. */
    event_id: text(),
    event: text(),
    /** As JSON. */
    data: text(),
    /** The actor who requested it, as JSON; null if there was none. */
    actor: text(),
  },
  (table) => [
    uniqueIndex('activity_by_event').on(table.event_id).where(sql`"event_id" IS NOT NULL`),
    index('activity_by_time').on(table.at),
    index('activity_by_miner').on(table.miner_id, table.at).where(sql`"miner_id" IS NOT NULL`),
  ],
);

import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Where alerts go. The secret is encrypted; the settings beside it are not secret. */
export const channels = sqliteTable('channels', {
  channel_key: integer().primaryKey(),
  id: text().notNull().unique(),
  kind: text().notNull(),
  name: text().notNull(),
  enabled: integer({ mode: 'boolean' }).notNull(),
  min_severity: text().notNull(),
  /** As JSON, like the two below. */
  settings: text().notNull(),
  quiet_hours: text(),
  digest_at: text().notNull(),
  secret_sealed: text(),
  created_at: integer().notNull(),
  last_success_at: integer(),
  last_error: text(),
  failures: integer().notNull(),
});

/**
 * What is to be sent, and what became of it: one row for each channel, incident, event and moment,
 * and one for each digest. Written before it is sent.
 */
export const outbox = sqliteTable(
  'outbox',
  {
    outbox_key: integer().primaryKey(),
    /** Time-ordered (UUIDv7); receivers can recognise a message by it that comes a second time. */
    delivery_id: text().notNull().unique(),
    channel_id: text().notNull(),
    /** Null in a digest. */
    incident_id: text(),
    event: text().notNull(),
    event_at: integer().notNull(),
    severity: text().notNull(),
    /** What is said, as JSON; null once it is sent or given up. */
    content: text(),
    state: text().notNull(),
    attempts: integer().notNull(),
    /** How often the program ended while it was sent, so that it may have arrived or not. */
    unclear: integer().notNull(),
    /** When its bytes began to leave; null while none have, and when the end is known. */
    transmitting_at: integer(),
    sent_at: integer(),
    error: text(),
    /** What the channel calls the message, so that it can be edited. */
    ref: text(),
    /** The digest that it was put into. */
    digest_id: text(),
  },
  (table) => [
    uniqueIndex('outbox_once').on(table.channel_id, table.incident_id, table.event, table.event_at),
    index('outbox_by_incident').on(table.incident_id),
    index('outbox_open').on(table.outbox_key).where(sql`"state" IN ('waiting', 'held')`),
  ],
);

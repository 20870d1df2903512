import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Where alerts are sent. The secret is encrypted; the settings contain no secrets. */
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
 * Messages to send and their results: one row for each channel, incident, event and time, and one
 * for each digest. Written before it is sent.
 */
export const outbox = sqliteTable(
  'outbox',
  {
    outbox_key: integer().primaryKey(),
    /** Time-ordered (UUIDv7). Receivers can recognise a repeated message by it. */
    delivery_id: text().notNull().unique(),
    channel_id: text().notNull(),
    /** Null for a digest, and for a part of one that is not about an incident. */
    incident_id: text(),
    event: text().notNull(),
    event_at: integer().notNull(),
    severity: text().notNull(),
    /** As JSON; null once it is sent or given up. */
    content: text(),
    state: text().notNull(),
    attempts: integer().notNull(),
    /** How often the program ended while it was being sent, so that it may have arrived. */
    unclear: integer().notNull(),
    /** When sending began; null before that, and when the result is known. */
    transmitting_at: integer(),
    sent_at: integer(),
    error: text(),
    /** The channel's reference of the message, so that it can be edited. */
    ref: text(),
    /** The digest that contains it. */
    digest_id: text(),
  },
  (table) => [
    uniqueIndex('outbox_once').on(table.channel_id, table.incident_id, table.event, table.event_at),
    index('outbox_by_incident').on(table.incident_id),
    index('outbox_open').on(table.outbox_key).where(sql`"state" IN ('waiting', 'held')`),
  ],
);

import { sql } from 'drizzle-orm';
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * Rules of the operator, and built-in ones that were changed. A built-in rule without a row is
 * unchanged.
 */
export const rules = sqliteTable('rules', {
  rule_key: integer().primaryKey(),
  id: text().notNull().unique(),
  name: text().notNull(),
  query: text().notNull(),
  for_seconds: integer().notNull(),
  clear_query: text(),
  clear_for_seconds: integer().notNull(),
  severity: text().notNull(),
  enabled: integer({ mode: 'boolean' }).notNull(),
  /** As JSON; null: as the query needs it. */
  not_while: text(),
  grouping: text().notNull().default('cause'),
  /** As JSON. */
  channels: text().notNull(),
  repeat_seconds: integer(),
  /** As JSON. */
  escalation: text(),
  /** As JSON. */
  suggested_action: text(),
});

/** Incidents. `incident_id` is time-ordered (UUIDv7). */
export const incidents = sqliteTable(
  'incidents',
  {
    incident_key: integer().primaryKey(),
    incident_id: text().notNull().unique(),
    rule_id: text().notNull(),
    severity: text().notNull(),
    state: text().notNull(),
    title: text().notNull(),
    cause_kind: text().notNull(),
    cause_key: text().notNull(),
    since_at: integer().notNull(),
    opened_at: integer().notNull(),
    changed_at: integer().notNull(),
    acknowledged_at: integer(),
    acknowledged_by: text(),
    snoozed_until: integer(),
    resolved_at: integer(),
    hashrate_lost_hash: real().notNull(),
    unsteady: integer({ mode: 'boolean' }).notNull(),
    /** An announcement that is due and not known to be sent: its event and time. */
    owed_event: text(),
    owed_at: integer(),
    /** When it was last announced, and for how many miners. */
    notified_at: integer(),
    notified_miners: integer().notNull(),
    unattended_since_at: integer(),
    escalated_at: integer(),
  },
  (table) => [
    index('open_incidents').on(table.incident_key).where(sql`"resolved_at" IS NULL`),
    index('resolved_incidents').on(table.resolved_at),
    index('incidents_by_cause').on(table.cause_kind, table.cause_key),
  ],
);

/** Faults of an incident, current and past. `miner_id` may be another subject (subjects.ts). */
export const incidentMembers = sqliteTable(
  'incident_members',
  {
    member_key: integer().primaryKey(),
    incident_key: integer()
      .notNull()
      .references(() => incidents.incident_key, { onDelete: 'cascade' }),
    miner_id: text().notNull(),
    rule_id: text().notNull(),
    severity: text().notNull(),
    message: text().notNull(),
    since_at: integer().notNull(),
    left_at: integer(),
    conditions: integer(),
  },
  (table) => [uniqueIndex('incident_members_by_miner').on(table.incident_key, table.miner_id, table.rule_id)],
);

/** The timeline of an incident. */
export const incidentTimeline = sqliteTable(
  'incident_timeline',
  {
    entry_key: integer().primaryKey(),
    incident_key: integer()
      .notNull()
      .references(() => incidents.incident_key, { onDelete: 'cascade' }),
    at: integer().notNull(),
    event: text().notNull(),
    /** As JSON; null if PowerHive did it by itself. */
    actor: text(),
    message: text(),
    /** The job that it is about; it may be deleted already. */
    job_id: text(),
  },
  (table) => [index('incident_timeline_by_incident').on(table.incident_key)],
);

/** How many weak and bad chips each miner had, once a day, for a bit more than a week. */
export const chipDays = sqliteTable('chip_days', {
  at: integer().primaryKey(),
  /** As JSON: both counts by miner id, for all miners that were read. */
  counts: text().notNull(),
});

/** Maintenance windows, in which some miners open no incidents. */
export const maintenance = sqliteTable('maintenance', {
  maintenance_key: integer().primaryKey(),
  id: text().notNull().unique(),
  query: text().notNull(),
  starts_at: integer().notNull(),
  ends_at: integer().notNull(),
  reason: text().notNull(),
  /** As JSON. */
  rule_ids: text().notNull(),
  /** As JSON. */
  actor: text().notNull(),
  created_at: integer().notNull(),
});

import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Jobs. `job_id` is time-ordered (UUIDv7). JSON columns are read and written as a whole. */
export const jobs = sqliteTable(
  'jobs',
  {
    job_key: integer().primaryKey(),
    job_id: text().notNull().unique(),
    action: text().notNull(),
    /** As JSON, with pool passwords (encrypted). */
    params: text().notNull(),
    allow_untuned: integer({ mode: 'boolean' }).notNull(),
    /** As JSON. */
    actor: text().notNull(),
    state: text().notNull(),
    reason: text(),
    undo_of: text(),
    /** The end of a pause, as JSON. */
    pause_end: text(),
    /** The pause whose end the job is. */
    resume_of: text(),
    /** The job whose failed or unsent miners it tries. */
    retry_of: text(),
    query: text(),
    /** Which miners it is on, in a few words, as they were named and placed then. */
    miners_text: text(),
    /** Sizes of the waves, as JSON. */
    waves: text().notNull(),
    wave: integer().notNull(),
    created_at: integer().notNull(),
    finished_at: integer(),
    start_at: integer(),
    spread_minutes: integer(),
    /** Waves and limits, as JSON. */
    rules: text(),
    /** How many times its miners were tried before. */
    retries: integer().notNull().default(0),
  },
  (table) => [index('open_jobs').on(table.job_key).where(sql`"finished_at" IS NULL`)],
);

/** The miners of a job: what to do, what was sent, the result. */
export const jobItems = sqliteTable(
  'job_items',
  {
    item_key: integer().primaryKey(),
    job_key: integer()
      .notNull()
      .references(() => jobs.job_key, { onDelete: 'cascade' }),
    miner_id: text().notNull(),
    wave: integer(),
    verdict: text().notNull(),
    code: text(),
    message: text(),
    /** As JSON, like the columns up to `kept`. */
    before: text(),
    after: text(),
    expect: text(),
    /** Each request, written before it is sent. */
    sent: text().notNull(),
    own: text(),
    goal: text(),
    kept: text(),
    started_at: integer(),
    finished_at: integer(),
    /** The other job that had locked the miner, if it was skipped because of that. */
    held_by: text(),
    /** Of a paused miner: when it was seen that it was resumed, or stopped itself. */
    released_at: integer(),
    /** The miner's own backup of its settings from before the first write. */
    backup: blob({ mode: 'buffer' }),
  },
  (table) => [uniqueIndex('job_items_by_miner').on(table.job_key, table.miner_id)],
);

/** Measured preset changes. Unknown values in the key are empty texts. */
export const transitions = sqliteTable(
  'transitions',
  {
    model_alias: text().notNull(),
    firmware_version: text().notNull(),
    from_preset: text().notNull(),
    to_preset: text().notNull(),
    how: text().notNull(),
    seconds: real(),
    power_w: real(),
    hashrate_hs: real(),
    miners: integer().notNull(),
    first_at: integer().notNull(),
    last_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.model_alias, table.firmware_version, table.from_preset, table.to_preset] })],
);

/** Tokens for REST. Of the secret only the SHA-256 is stored, in hexadecimal. */
export const apiTokens = sqliteTable('api_tokens', {
  token_key: integer().primaryKey(),
  id: text().notNull().unique(),
  name: text().notNull(),
  scope: text({ enum: ['read', 'operate'] }).notNull(),
  secret_hash: text().notNull().unique(),
  created_at: integer().notNull(),
  last_used_at: integer(),
});

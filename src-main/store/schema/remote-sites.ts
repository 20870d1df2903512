import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Other PowerHives whose farms are shown here. The token is encrypted (secrets/); empty if a
 * restore left it out.
 */
export const remoteSites = sqliteTable('remote_sites', {
  remote_site_key: integer().primaryKey(),
  id: text().notNull().unique(),
  name: text().notNull().unique(),
  url: text().notNull(),
  token_sealed: text().notNull(),
  enabled: integer({ mode: 'boolean' }).notNull(),
  created_at: integer().notNull(),
});

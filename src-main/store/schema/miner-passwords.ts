import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Passwords that miners of this farm may have, in the order in which they are tried. Encrypted
 * (secrets/).
 */
export const minerPasswords = sqliteTable('miner_passwords', {
  miner_password_key: integer().primaryKey(),
  id: text().notNull().unique(),
  password_sealed: text().notNull(),
  added_at: integer().notNull(),
});

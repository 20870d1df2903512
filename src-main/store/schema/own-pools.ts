import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Whether pools are the farm's own, as the operator says. An empty account is every account there. */
export const poolDecisions = sqliteTable(
  'pool_decisions',
  {
    host: text().notNull(),
    account: text().notNull(),
    is_own: integer({ mode: 'boolean' }).notNull(),
    decided_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.host, table.account] })],
);

import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Racks with their properties. `rack` is as in the places of miners, without a position. */
export const racks = sqliteTable('racks', {
  rack_key: integer().primaryKey(),
  id: text().notNull().unique(),
  rack: text().notNull().unique(),
  rows: integer(),
  columns: integer(),
  power_limit_w: integer(),
  pdu: text(),
  switch: text(),
});

import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const models = sqliteTable('models', {
  alias: text().primaryKey(),
  name: text().notNull(),
  algorithm: text(),
  hr_measure: text(),
  chains: integer(),
  chips_per_chain: integer(),
  /** Rows of chip positions, as JSON. */
  board_rows: text(),
  /** Set by the operator, and written by nothing else. */
  max_preset: text(),
});

export const modelPresets = sqliteTable(
  'model_presets',
  {
    model_alias: text()
      .notNull()
      .references(() => models.alias, { onDelete: 'cascade' }),
    /**
     * Position in the firmware's own order. A key by name would fail if a firmware lists one twice.
     */
    position: integer().notNull(),
    name: text().notNull(),
    pretty: text(),
    power_w: real(),
    hashrate_hs: real(),
    status: text(),
    modded_psu_required: integer({ mode: 'boolean' }),
  },
  (table) => [primaryKey({ columns: [table.model_alias, table.position] })],
);

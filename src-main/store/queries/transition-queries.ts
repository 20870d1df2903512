import type { Transition } from '../../../src-shared/model/index.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

type Row = Record<string, string | number | null>;

/** The writes of measured transitions. The caller opens the transaction. */
export function prepareTransitionWrites(sqlite: Sqlite) {
  const addTransition = sqlite.prepare<[Row]>(
    `INSERT INTO transitions (model_alias, firmware_version, from_preset, to_preset, how, seconds, power_w, hashrate_hs, miners, first_at, last_at)
     VALUES (@model_alias, @firmware_version, @from, @to, @how, @seconds, @power_w, @hashrate_hs, @miners, @first_at, @last_at)
     ON CONFLICT DO UPDATE SET how = excluded.how, seconds = excluded.seconds, power_w = excluded.power_w,
       hashrate_hs = excluded.hashrate_hs, miners = excluded.miners, last_at = excluded.last_at`,
  );
  return {
    upsertTransition({ model_alias, firmware_version, ...row }: Transition): void {
      addTransition.run({ ...row, model_alias: model_alias ?? '', firmware_version: firmware_version ?? '' });
    },
  };
}

export function readTransitions(sqlite: Sqlite): Transition[] {
  const sql = 'SELECT *, from_preset AS "from", to_preset AS "to" FROM transitions ORDER BY last_at DESC';
  const rows = prepared<[], Transition & { from_preset: unknown; to_preset: unknown }>(sqlite, sql).all();
  return rows.map(({ from_preset: _, to_preset: __, model_alias, firmware_version, ...row }) => ({
    ...row,
    model_alias: model_alias === '' ? null : model_alias,
    firmware_version: firmware_version === '' ? null : firmware_version,
  }));
}

import type { Rack } from '../../../src-shared/model/index.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

const COLUMNS = ['id', 'rack', 'rows', 'columns', 'power_limit_w', 'pdu', 'switch'] as const satisfies (keyof Rack)[];
const names = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/** The writes of racks. The caller opens the transaction. */
export function prepareRackWrites(sqlite: Sqlite) {
  const changing = COLUMNS.filter((column) => column !== 'id' && column !== 'rack');
  const put = sqlite.prepare<[Rack]>(
    `INSERT INTO racks (${names(COLUMNS)}) VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${changing.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`,
  );
  const remove = sqlite.prepare<[string]>('DELETE FROM racks WHERE id = ?');
  return {
    putRack(rack: Rack): void {
      put.run(rack);
    },
    removeRack: (id: string): boolean => remove.run(id).changes > 0,
  };
}

/** All racks, in the order of their creation. */
export function readRacks(sqlite: Sqlite): Rack[] {
  return prepared<[], Rack>(sqlite, `SELECT ${names(COLUMNS)} FROM racks ORDER BY rack_key`).all();
}

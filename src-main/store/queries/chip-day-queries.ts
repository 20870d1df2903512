import type { StoredChipDay } from '../alert-records.ts';
import type { StoredDelivery } from '../channel-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/** The writes of chip days. The caller opens the transaction. */
export function prepareChipDayWrites(sqlite: Sqlite, addDeliveries: (deliveries: readonly StoredDelivery[]) => void) {
  const keep = sqlite.prepare<[number, string]>(
    'INSERT INTO chip_days (at, counts) VALUES (?, ?) ON CONFLICT (at) DO UPDATE SET counts = excluded.counts',
  );
  const drop = sqlite.prepare<[number]>('DELETE FROM chip_days WHERE at < ?');
  return {
    /** Stores a day with its deliveries, and deletes days before `keptFrom`. */
    keepChipDay({ at, counts }: StoredChipDay, keptFrom: number, deliveries: readonly StoredDelivery[]): void {
      keep.run(at, JSON.stringify(counts));
      drop.run(keptFrom);
      addDeliveries(deliveries);
    },
  };
}

/** The oldest first. */
export function readChipDays(sqlite: Sqlite): StoredChipDay[] {
  return prepared<[], { at: number; counts: string }>(sqlite, 'SELECT at, counts FROM chip_days ORDER BY at')
    .all()
    .map(({ at, counts }) => ({ at, counts: JSON.parse(counts) }));
}

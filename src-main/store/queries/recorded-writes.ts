import type { ActivityEntry, NewActivityEntry } from '../../../src-shared/model/index.ts';
import type { StoredMiner } from '../miner-records.ts';
import type { ChangeResult, RecordedChange, RecordedWrites } from '../store-calls.ts';

/** The writes by their names. */
type PlainWrites = RecordedWrites & {
  readonly recordActivity: (entries: readonly NewActivityEntry[]) => ActivityEntry[];
};

/**
 * A change, or what was seen of miners, together with its activity entries. The caller opens the
 * transaction, which makes them atomic.
 */
export function prepareRecordedWrites(writes: PlainWrites) {
  return {
    recordChange(entries: readonly NewActivityEntry[], { call, args }: RecordedChange): ChangeResult {
      const write = writes[call] as (...args: unknown[]) => unknown;
      const value = write(...args);
      const hasChanged = value !== null && value !== false;
      return { value, entries: hasChanged ? writes.recordActivity(entries) : [] };
    },
    upsertObserved(miners: readonly StoredMiner[], entries: readonly NewActivityEntry[]): ActivityEntry[] {
      writes.upsertMiners(miners);
      return writes.recordActivity(entries);
    },
  };
}

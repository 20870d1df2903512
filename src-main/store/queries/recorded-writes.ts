import type { ActivityEntry, NewActivityEntry } from '../../../src-shared/model/index.ts';
import type { ChangeResult, RecordedChange, RecordedWrites } from '../store-calls.ts';

/** The writes as they are called by their names. */
type PlainWrites = RecordedWrites & {
  readonly recordActivity: (entries: readonly NewActivityEntry[]) => ActivityEntry[];
};

/**
 * What the writer does to change something and to say so; every call runs inside a transaction of
 * the caller, which is the point of it.
 */
export function prepareRecordedWrites(writes: PlainWrites) {
  return {
    recordChange(entries: readonly NewActivityEntry[], { call, args }: RecordedChange): ChangeResult {
      const write = writes[call] as (...args: unknown[]) => unknown;
      const value = write(...args);
      const hasChanged = value !== null && value !== false;
      return { value, entries: hasChanged ? writes.recordActivity(entries) : [] };
    },
  };
}

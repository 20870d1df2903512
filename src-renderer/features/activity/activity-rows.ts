import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { dayName } from '../../ui/times.ts';
import { type ActivityGroup, groupActivity } from './activity-groups.ts';

/** One line of the list. */
export type ActivityRow =
  | { readonly kind: 'day'; readonly key: string; readonly name: string }
  | { readonly kind: 'group'; readonly key: string; readonly group: ActivityGroup; readonly open: boolean }
  /** `inGroup`: it is below its group. */
  | { readonly kind: 'entry'; readonly key: string; readonly entry: ActivityEntry; readonly inGroup: boolean };

/**
 * Rows by days, from entries with the newest first. Similar entries are grouped; the groups in
 * `opened` are followed by their entries.
 */
export function activityRows(
  entries: readonly ActivityEntry[],
  opened: ReadonlySet<string>,
  nowMs: number,
): readonly ActivityRow[] {
  const days = Map.groupBy(entries, ({ at }) => dayName(at, nowMs));
  return [...days].flatMap(([name, ofDay]): ActivityRow[] => [
    { kind: 'day', key: `day-${name}`, name },
    ...groupActivity(ofDay).flatMap((item): ActivityRow[] => {
      if (!('entries' in item)) return [entryRow(item, false)];
      const open = opened.has(item.key);
      const group: ActivityRow = { kind: 'group', key: item.key, group: item, open };
      return open ? [group, ...item.entries.map((entry) => entryRow(entry, true))] : [group];
    }),
  ]);
}

function entryRow(entry: ActivityEntry, inGroup: boolean): ActivityRow {
  return { kind: 'entry', key: `entry-${entry.id}`, entry, inGroup };
}

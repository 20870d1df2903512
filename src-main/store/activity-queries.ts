import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { ActivityEntry, type NewActivityEntry } from '../../src-shared/model/index.ts';
import type { Sqlite } from './database-file.ts';
import { activity } from './schema.ts';
import { prepareInsert } from './statements.ts';

/** Which entries, newest first; `before` is a moment. */
export interface ActivityFilter {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly kind?: string | undefined;
  readonly minerId?: string | undefined;
}

/** What the writer does with activity; every call runs inside a transaction of the caller. */
export function prepareActivityWrites(sqlite: Sqlite) {
  const insert = prepareInsert(sqlite, activity, ['at', 'kind', 'level', 'miner_id', 'message']);
  return {
    recordActivity: (entries: readonly NewActivityEntry[]): ActivityEntry[] =>
      entries.map((entry) => ({ ...entry, id: insert(entry) })),
  };
}

/** What happened, newest first. An entry of a kind that this PowerHive does not know is left out. */
export function readActivity(sqlite: Sqlite, filter: ActivityFilter): ActivityEntry[] {
  const wanted: SQL[] = [];
  if (filter.before !== undefined) wanted.push(lt(activity.at, filter.before));
  if (filter.kind !== undefined) wanted.push(eq(activity.kind, filter.kind));
  if (filter.minerId !== undefined) wanted.push(eq(activity.miner_id, filter.minerId));
  return drizzle(sqlite)
    .select()
    .from(activity)
    .where(and(...wanted))
    .orderBy(desc(activity.at), desc(activity.id))
    .limit(filter.limit)
    .all()
    .flatMap((row) => ActivityEntry.safeParse(row).data ?? []);
}

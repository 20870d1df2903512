import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { ActivityEntry, type NewActivityEntry } from '../../../src-shared/model/index.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepareInsert } from '../file/statements.ts';
import { activity } from '../schema.ts';

/** Which entries, newest first. `before` is a moment, of which `beforeId` leaves the entries that come before that one. */
export interface ActivityFilter {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly beforeId?: number | undefined;
  /** This level, or a more serious one. */
  readonly level?: ActivityEntry['level'] | undefined;
  /** All of these words are in its text, wherever. */
  readonly words?: string | undefined;
  readonly kind?: string | undefined;
  readonly minerId?: string | undefined;
}

const LEVELS: Readonly<Record<ActivityEntry['level'], readonly string[]>> = {
  info: ['info', 'warning', 'error'],
  warning: ['warning', 'error'],
  error: ['error'],
};

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
  if (filter.before !== undefined) wanted.push(isBefore(filter.before, filter.beforeId));
  if (filter.level !== undefined && filter.level !== 'info') {
    wanted.push(inArray(activity.level, [...LEVELS[filter.level]]));
  }
  for (const word of filter.words?.split(/\s+/).filter(Boolean) ?? []) {
    wanted.push(sql`instr(lower(${activity.message}), ${word.toLowerCase()}) > 0`);
  }
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

function isBefore(at: number, id: number | undefined): SQL {
  const earlier = lt(activity.at, at);
  return (id === undefined ? earlier : or(earlier, and(eq(activity.at, at), lt(activity.id, id)))) ?? earlier;
}

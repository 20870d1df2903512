import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { ActivityEntry, type NewActivityEntry } from '../../../src-shared/model/activity.ts';
import type { Sqlite } from '../file/database-file.ts';
import { toJson } from '../file/row-values.ts';
import { prepareInsert } from '../file/statements.ts';
import { activity } from '../schema/activity.ts';

/**
 * Selects entries, newest first. `before` is a time; with `beforeId`, entries of that time with a
 * lower id are included.
 */
export interface ActivityQuery {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly beforeId?: number | undefined;
  /** This level, or a more severe one. */
  readonly level?: ActivityEntry['level'] | undefined;
  /** All of these words are in its text, in any place. */
  readonly words?: string | undefined;
  readonly kind?: string | undefined;
  readonly minerId?: string | undefined;
}

const LEVELS: Readonly<Record<ActivityEntry['level'], readonly string[]>> = {
  info: ['info', 'warning', 'error'],
  warning: ['warning', 'error'],
  error: ['error'],
};

/** The writes of the activity. The caller opens the transaction. */
export function prepareActivityWrites(sqlite: Sqlite) {
  const insert = prepareInsert(sqlite, activity, [
    'at',
    'kind',
    'level',
    'miner_id',
    'message',
    'event_id',
    'event',
    'data',
    'actor',
  ]);
  const find = sqlite.prepare<[string], number>('SELECT id FROM activity WHERE event_id = ?').pluck();
  return {
    /**
     * An event that is already stored is not written twice: a write whose result was lost is
     * retried.
     */
    recordActivity: (entries: readonly NewActivityEntry[]): ActivityEntry[] =>
      entries.map((entry) => {
        const written = entry.event_id === null ? undefined : find.get(entry.event_id);
        return { ...entry, id: written ?? insert({ ...entry, data: toJson(entry.data), actor: toJson(entry.actor) }) };
      }),
  };
}

/**
 * A row as an entry. If its event cannot be read, only its message is used; null if its kind is
 * unknown here too.
 */
function toEntry(row: typeof activity.$inferSelect): ActivityEntry | null {
  const prose = { ...row, event_id: null, event: null, data: null, actor: null };
  const { event_id, event } = row;
  if (event === null) return ActivityEntry.safeParse(prose).data ?? null;
  const entry = { ...row, event_id, event, data: fromJson(row.data), actor: fromJson(row.actor) };
  return ActivityEntry.safeParse(entry).data ?? ActivityEntry.safeParse(prose).data ?? null;
}

function fromJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The activity, newest first. Entries of a kind that this version does not know are left out. */
export function readActivity(sqlite: Sqlite, filter: ActivityQuery): ActivityEntry[] {
  const wanted: SQL[] = [];
  if (filter.before !== undefined) wanted.push(isBefore(filter.before, filter.beforeId));
  if (filter.level !== undefined && filter.level !== 'info') {
    wanted.push(inArray(activity.level, [...LEVELS[filter.level]]));
  }
  for (const word of filter.words?.split(/\s+/).filter(Boolean) ?? []) {
    wanted.push(holdsWord(sqlite, word));
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
    .flatMap((row) => toEntry(row) ?? []);
}

/** SQLite's own `lower` works only for ASCII. */
function holdsWord(sqlite: Sqlite, word: string): SQL {
  const asked = word.toLowerCase();
  if (/^[\x20-\x7e]*$/.test(word)) return sql`instr(lower(${activity.message}), ${asked}) > 0`;
  sqlite.function('lower_any', { deterministic: true }, (text) => String(text).toLowerCase());
  return sql`instr(lower_any(${activity.message}), ${asked}) > 0`;
}

function isBefore(at: number, id: number | undefined): SQL {
  const earlier = lt(activity.at, at);
  return (id === undefined ? earlier : or(earlier, and(eq(activity.at, at), lt(activity.id, id)))) ?? earlier;
}

import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { RecordingHost } from './recording-host.ts';

/** No control character, and none that changes the direction of the text around it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
export const PLAIN_TEXT = /^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/;

/** Everything that was sent to a host, from the request with that index on. */
export function wholeOf(host: RecordingHost, from = 0): string {
  return host.recorded
    .slice(from)
    .map(({ whole }) => whole)
    .join('\n');
}

/** The secrets that a text contains. */
export function reported(secrets: readonly string[], text: string): string[] {
  return secrets.filter((secret) => text.includes(secret));
}

/** All texts in a response. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Checks every value of every table; returns how many there were. */
export function lookThroughDatabase(file: string): number {
  const database = new Database(file, { readonly: true });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  let looked = 0;
  const odd: string[] = [];
  for (const table of tables) {
    for (const row of database.prepare(`SELECT * FROM "${table}"`).iterate() as Iterable<Record<string, unknown>>) {
      for (const [column, value] of Object.entries(row)) {
        looked += 1;
        const isSound =
          typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'string' || PLAIN_TEXT.test(value);
        if (!isSound && column !== 'sql') odd.push(`${table}.${column} is ${JSON.stringify(value)}`);
      }
    }
  }
  database.close();
  expect(odd).toEqual([]);
  return looked;
}

import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

type Row = Record<string, string | number | null>;

/** The encrypted columns of a job, or of one of its miners, as stored. */
export interface JobSecrets {
  readonly table: 'jobs' | 'job_items';
  readonly key: number;
  /** JSON by column. */
  readonly texts: Readonly<Record<string, string | null>>;
  readonly backup: Uint8Array | null;
}

/** A row before and after. */
export interface RewrittenSecrets {
  readonly before: JobSecrets;
  readonly after: JobSecrets;
}

/** The writes that encrypt the secrets of jobs again. The caller opens the transaction. */
export function prepareJobSecretWrites(sqlite: Sqlite) {
  const rewriteJob = sqlite.prepare<[Row]>(
    'UPDATE jobs SET params = @params WHERE job_key = @key AND params IS @was_params',
  );
  // A row that a job has written in the meantime is newer, and already encrypted.
  const rewriteItem = sqlite.prepare<[Record<string, Row[string] | Uint8Array>]>(
    `UPDATE job_items SET own = @own, goal = @goal, kept = @kept, backup = @backup WHERE item_key = @key
       AND own IS @was_own AND goal IS @was_goal AND kept IS @was_kept AND backup IS @was_backup`,
  );
  return {
    rewriteJobSecrets(rows: readonly RewrittenSecrets[]): void {
      for (const { before, after } of rows) {
        const { key, table } = before;
        const was = Object.fromEntries(Object.entries(before.texts).map(([column, text]) => [`was_${column}`, text]));
        if (table === 'jobs') rewriteJob.run({ key, ...after.texts, ...was });
        else rewriteItem.run({ key, ...after.texts, backup: after.backup, ...was, was_backup: before.backup });
      }
    },
  };
}

/** Up to `most` rows after a key with passwords, logins or a backup, ordered by key. */
export function readJobSecrets(sqlite: Sqlite, table: JobSecrets['table'], after: number, most: number): JobSecrets[] {
  const [key, columns, backup] =
    table === 'jobs' ? ['job_key', ['params'], 'NULL'] : ['item_key', ['own', 'goal', 'kept'], 'backup'];
  const secrets = ['pass', 'url_sealed'];
  const holds = columns.flatMap((column) => secrets.map((name) => `${column} LIKE '%"${name}":"%'`)).join(' OR ');
  const sql = `SELECT ${key} AS key, ${columns.join(', ')}, ${backup} AS backup FROM ${table}
    WHERE ${key} > ? AND (${holds} OR ${backup} IS NOT NULL) ORDER BY ${key} LIMIT ?`;
  return prepared<[number, number], Record<string, string | null> & { key: number; backup: Uint8Array | null }>(
    sqlite,
    sql,
  )
    .all(after, most)
    .map(({ key: rowKey, backup: bytes, ...texts }) => ({ table, key: rowKey, texts, backup: bytes }));
}

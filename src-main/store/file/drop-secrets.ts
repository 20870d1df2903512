import type { Sqlite } from './database-file.ts';

/** Deletes the passwords, keys and tokens of a copy, and keeps what they belong to. */
export function dropSecrets(copy: Sqlite): void {
  copy.exec('UPDATE miners SET api_key_sealed = NULL, unlock_pass_sealed = NULL');
  if (hasTable(copy, 'channels')) copy.exec('UPDATE channels SET secret_sealed = NULL');
  if (hasTable(copy, 'destinations')) copy.exec('UPDATE destinations SET secret_sealed = NULL');
  if (hasTable(copy, 'api_tokens')) copy.exec('DELETE FROM api_tokens');
  if (hasTable(copy, 'miner_passwords')) copy.exec('DELETE FROM miner_passwords');
  // A site keeps its name and address, but has no token until one is entered.
  if (hasTable(copy, 'remote_sites')) copy.exec(`UPDATE remote_sites SET token_sealed = ''`);
  if (hasTable(copy, 'jobs')) dropJobSecrets(copy);
}

/** A backup from before a table was added does not contain it. */
export function hasTable(sqlite: Sqlite, name: string): boolean {
  return sqlite.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined;
}

/** Likewise of a column. */
export function hasColumn(sqlite: Sqlite, table: string, column: string): boolean {
  return sqlite.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined;
}

/**
 * JSON columns of jobs with secrets of pools at any depth: `pass`, and `url_sealed`, which is an
 * address with its login.
 */
const JOB_TEXTS = [
  ['jobs', 'params'],
  ['job_items', 'own'],
  ['job_items', 'goal'],
  ['job_items', 'kept'],
] as const;

/** A pool keeps its address without the password; the miner's own backup is deleted. */
function dropJobSecrets(sqlite: Sqlite): void {
  sqlite.function('without_secrets', (text) => JSON.stringify(JSON.parse(String(text)), withoutSecret));
  for (const [table, column] of JOB_TEXTS)
    sqlite.exec(`UPDATE ${table} SET ${column} = without_secrets(${column}) WHERE ${holdsSecret(column)}`);
  sqlite.exec('UPDATE job_items SET backup = NULL WHERE backup IS NOT NULL');
}

function holdsSecret(column: string): string {
  return `(${column} LIKE '%"pass":"%' OR ${column} LIKE '%"url_sealed":"%')`;
}

/** Like a secret that cannot be decrypted. An empty password means none, and is no secret. */
function withoutSecret(key: string, value: unknown): unknown {
  if (key === 'url_sealed') return undefined;
  return key === 'pass' && typeof value === 'string' && value !== '' ? null : value;
}

/** Some of its encrypted passwords and keys, one of each kind of encryption. */
export function encryptedSamples(sqlite: Sqlite): string[] {
  const others = [
    ...(hasTable(sqlite, 'jobs') ? JOB_TEXTS.map(secretsOf) : []),
    hasTable(sqlite, 'jobs') ? 'UNION SELECT CAST(backup AS TEXT) FROM job_items' : '',
    hasTable(sqlite, 'channels') ? 'UNION SELECT secret_sealed FROM channels' : '',
    hasTable(sqlite, 'destinations') ? 'UNION SELECT secret_sealed FROM destinations' : '',
    hasTable(sqlite, 'miner_passwords') ? 'UNION SELECT password_sealed FROM miner_passwords' : '',
    hasTable(sqlite, 'remote_sites') ? `UNION SELECT nullif(token_sealed, '') FROM remote_sites` : '',
  ].join(' ');
  return sqlite
    .prepare<[], string>(
      `SELECT min(encrypted) FROM (SELECT api_key_sealed AS encrypted FROM miners UNION SELECT unlock_pass_sealed FROM miners ${others})
       WHERE encrypted IS NOT NULL GROUP BY substr(encrypted, 1, instr(encrypted, ':'))`,
    )
    .pluck()
    .all();
}

function secretsOf([table, column]: (typeof JOB_TEXTS)[number]): string {
  return `UNION SELECT part.value FROM ${table}, json_tree(${column}) part 
    WHERE ${holdsSecret(column)} AND part.key IN ('pass', 'url_sealed') AND part.value <> ''`;
}

import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/** A password that miners of this farm may have, encrypted. */
export interface StoredMinerPassword {
  readonly id: string;
  readonly password_sealed: string;
  readonly added_at: number;
}

/** The writes of miner passwords. The caller opens the transaction. */
export function prepareMinerPasswordWrites(sqlite: Sqlite) {
  const put = sqlite.prepare<[StoredMinerPassword]>(
    `INSERT INTO miner_passwords (id, password_sealed, added_at) VALUES (@id, @password_sealed, @added_at)
     ON CONFLICT (id) DO UPDATE SET password_sealed = excluded.password_sealed`,
  );
  const remove = sqlite.prepare<[string]>('DELETE FROM miner_passwords WHERE id = ?');
  const removeAll = sqlite.prepare('DELETE FROM miner_passwords');
  return {
    replaceMinerPasswords(passwords: readonly StoredMinerPassword[]): void {
      removeAll.run();
      for (const password of passwords) put.run(password);
    },
    putMinerPassword(password: StoredMinerPassword): void {
      put.run(password);
    },
    removeMinerPassword: (id: string): boolean => remove.run(id).changes > 0,
  };
}

/** All passwords, in the order in which they are tried. */
export function readMinerPasswords(sqlite: Sqlite): StoredMinerPassword[] {
  return prepared<[], StoredMinerPassword>(
    sqlite,
    'SELECT id, password_sealed, added_at FROM miner_passwords ORDER BY miner_password_key',
  ).all();
}

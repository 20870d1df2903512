import type { ApiToken } from '../../../src-shared/model/index.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/** A token as it is stored: only the SHA-256 of its secret. */
export interface StoredToken extends ApiToken {
  readonly secret_hash: string;
}

/** The writes of tokens. The caller opens the transaction. */
export function prepareTokenWrites(sqlite: Sqlite) {
  const add = sqlite.prepare<[StoredToken]>(
    `INSERT INTO api_tokens (id, name, scope, secret_hash, created_at, last_used_at)
     VALUES (@id, @name, @scope, @secret_hash, @created_at, @last_used_at)`,
  );
  const remove = sqlite.prepare<[string]>('DELETE FROM api_tokens WHERE id = ?');
  const use = sqlite.prepare<[number, string]>('UPDATE api_tokens SET last_used_at = ? WHERE id = ?');
  return {
    addToken(token: StoredToken): void {
      add.run(token);
    },
    removeToken: (id: string): boolean => remove.run(id).changes > 0,
    noteTokenUse(id: string, at: number): void {
      use.run(at, id);
    },
  };
}

/** All tokens, the oldest first. */
export function readTokens(sqlite: Sqlite): StoredToken[] {
  const sql = 'SELECT id, name, scope, secret_hash, created_at, last_used_at FROM api_tokens ORDER BY token_key';
  return prepared<[], StoredToken>(sqlite, sql).all();
}

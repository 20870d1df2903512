import type { OrderedPool, PoolDecision } from '../../../src-shared/model/index.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/** The writes of what the operator says of pools. The caller opens the transaction. */
export function preparePoolDecisionWrites(sqlite: Sqlite) {
  const put = sqlite.prepare<[string, string, number, number]>(
    `INSERT INTO pool_decisions (host, account, is_own, decided_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (host, account) DO UPDATE SET is_own = excluded.is_own, decided_at = excluded.decided_at`,
  );
  const remove = sqlite.prepare<[string, string]>('DELETE FROM pool_decisions WHERE host = ? AND account = ?');
  return {
    /** Null takes it away. False if nothing changes. */
    decidePool({ host, account }: OrderedPool, isOwn: boolean | null, at: number): boolean {
      const statement =
        isOwn === null ? remove.run(host, account ?? '') : put.run(host, account ?? '', Number(isOwn), at);
      return statement.changes > 0;
    },
  };
}

/** What the operator says of pools, the latest last. */
export function readPoolDecisions(sqlite: Sqlite): PoolDecision[] {
  const sql =
    "SELECT host, nullif(account, '') AS account, is_own FROM pool_decisions ORDER BY decided_at, host, account";
  const rows = prepared<[], { host: string; account: string | null; is_own: number }>(sqlite, sql).all();
  return rows.map((row) => ({ ...row, is_own: row.is_own === 1 }));
}

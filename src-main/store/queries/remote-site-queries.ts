import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import { DEFAULT_SITE_KEY } from '../schema/miners.ts';

/** Another PowerHive as it is stored, its token encrypted. */
export interface StoredRemoteSite {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly token_sealed: string;
  readonly enabled: boolean;
  readonly created_at: number;
}

/** The writes of other sites. The caller opens the transaction. */
export function prepareRemoteSiteWrites(sqlite: Sqlite) {
  const put = sqlite.prepare<[Omit<StoredRemoteSite, 'enabled'> & { readonly enabled: number }]>(
    `INSERT INTO remote_sites (id, name, url, token_sealed, enabled, created_at)
     VALUES (@id, @name, @url, @token_sealed, @enabled, @created_at)
     ON CONFLICT (id) DO UPDATE
     SET name = excluded.name, url = excluded.url, token_sealed = excluded.token_sealed, enabled = excluded.enabled`,
  );
  const identify = sqlite.prepare<[string, string | null, number]>(
    'UPDATE sites SET id = ?, name = ? WHERE site_key = ?',
  );
  const remove = sqlite.prepare<[string]>('DELETE FROM remote_sites WHERE id = ?');
  return {
    identifySite(id: string, name: string | null): void {
      identify.run(id, name, DEFAULT_SITE_KEY);
    },
    putRemoteSite(site: StoredRemoteSite): void {
      put.run({ ...site, enabled: Number(site.enabled) });
    },
    removeRemoteSite: (id: string): boolean => remove.run(id).changes > 0,
  };
}

/** All sites, in the order in which they were added. */
export function readRemoteSites(sqlite: Sqlite): StoredRemoteSite[] {
  const sql = 'SELECT id, name, url, token_sealed, enabled, created_at FROM remote_sites ORDER BY remote_site_key';
  return prepared<[], Omit<StoredRemoteSite, 'enabled'> & { readonly enabled: number }>(sqlite, sql)
    .all()
    .map((site) => ({ ...site, enabled: site.enabled === 1 }));
}

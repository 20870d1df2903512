import type { HistoryDiskUse } from '../../../../src-shared/model/index.ts';
import { TIER_NAMES } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';

export interface StoredTiers extends Pick<HistoryDiskUse, 'file_bytes' | 'free_pages_bytes'> {
  readonly tiers: Pick<HistoryDiskUse['tiers'][number], 'tier' | 'bytes' | 'blocks' | 'rows' | 'from_at'>[];
}

/** The disk use of each tier. The rest of the file is mostly rows that are not compacted yet. */
export function readDiskUse(sqlite: Sqlite): StoredTiers {
  const tiers = prepared<[{ tier: string }], StoredTiers['tiers'][number]>(
    sqlite,
    `SELECT @tier AS tier, coalesce(sum(bytes), 0) AS bytes, count(*) AS blocks, coalesce(sum(rows), 0) AS rows, min(from_at) AS from_at
       FROM history_blocks WHERE tier = @tier`,
  );
  const pageBytes = sqlite.pragma('page_size', { simple: true }) as number;
  return {
    file_bytes: (sqlite.pragma('page_count', { simple: true }) as number) * pageBytes,
    free_pages_bytes: (sqlite.pragma('freelist_count', { simple: true }) as number) * pageBytes,
    tiers: TIER_NAMES.map((tier) => tiers.get({ tier })).filter((row) => row !== undefined),
  };
}

import { type Status, StatusFigures } from '../../../../src-shared/model/miner/status.ts';
import { type CompactedStatus, STATUS_BLOCK_VERSION, unpackStatuses } from '../../../history/status-block.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { columnsOf, finite, GIVEN_IDS, prepared, prepareInsert } from '../../file/statements.ts';
import { statuses } from '../../schema/miners.ts';
import { chainSnapshots, statusFans } from '../../schema/readings.ts';
import type { StatusRange, StatusRecord } from '../../store.ts';
import { StoreError } from '../../store-error.ts';
import { minerKeys } from '../miner-keys.ts';
import { blocksNewestFirst, unpackBlock } from './history-blocks.ts';
import { CHAIN_COLUMNS, FAN_COLUMNS, readParts } from './status-parts.ts';
import { UNCOMPACTED_STATUS } from './uncompacted-rows.ts';

/** The columns of the tables of statuses, their fans and their boards that hold figures. */
export const FIGURE_COLUMNS = columnsOf(StatusFigures.shape);

/** The writes of statuses. The caller opens the transaction. */
export function prepareStatusWrites(sqlite: Sqlite) {
  const insertStatus = prepareInsert(sqlite, statuses, ['miner_key', 'recorded_at', ...FIGURE_COLUMNS]);
  const insertFan = prepareInsert(sqlite, statusFans, ['status_id', 'position', ...FAN_COLUMNS]);
  const insertChain = prepareInsert(sqlite, chainSnapshots, ['status_id', ...CHAIN_COLUMNS]);
  const minerKey = prepareMinerKey(sqlite);
  const setLatest = prepared<[number, string, number]>(
    sqlite,
    'UPDATE miners SET latest_status_id = ?, latest_pools = ? WHERE miner_key = ?',
  );

  function record(status: StatusRecord): number[] {
    const miner_key = minerKey(status.miner_id);
    if (miner_key === null) return [];
    const status_id = insertStatus({ ...status.figures, miner_key, recorded_at: status.recorded_at });
    status.fans.forEach((fan, position) => {
      insertFan({ ...fan, status_id, position });
    });
    for (const chain of status.chains) insertChain({ ...chain, status_id });
    setLatest.run(status_id, JSON.stringify(status.pools), miner_key);
    return [status_id];
  }

  return {
    recordMinerStatuses: (records: readonly StatusRecord[]): number[] => records.flatMap(record),
  };
}

/**
 * Finds the key of a miner; null if the miner is gone, so that its last readings came too late.
 * Throws for a miner that was never written.
 */
export function prepareMinerKey(sqlite: Sqlite): (minerId: string) => number | null {
  const find = prepared<[string], number>(sqlite, 'SELECT miner_key FROM miners WHERE id = ? AND gone IS NULL').pluck();
  const wasHere = prepared<[string, string], number>(sqlite, `SELECT 1 FROM miners WHERE id = ? OR id GLOB ? || '#*'`);
  return (minerId) => {
    const key = find.get(minerId);
    if (key === undefined && wasHere.get(minerId, minerId) !== undefined) return null;
    if (key === undefined) throw new StoreError('failed', `There is no miner ${minerId} in the database.`);
    return key;
  };
}

/** Recent statuses of a miner with their parts, newest first, from rows and blocks. */
export function readStatuses(sqlite: Sqlite, minerId: string, range: StatusRange): Status[] {
  // One transaction, so that an hour that is compacted in the meantime is read in one form.
  return sqlite.transaction(() =>
    minerKeys(sqlite, minerId)
      .flatMap((key) => readStatusesOf(sqlite, key, range))
      .sort((a, b) => b.recorded_at - a.recorded_at || (b.id ?? 0) - (a.id ?? 0))
      .slice(0, range.limit),
  )();
}

/** The same for one key, in no particular order. */
function readStatusesOf(sqlite: Sqlite, minerKey: number, range: StatusRange): Status[] {
  const { limit, since = 0, until = Number.MAX_SAFE_INTEGER } = range;
  const rows = prepared<[number, number, number, number], { id: number; recorded_at: number }>(
    sqlite,
    `SELECT id, recorded_at FROM statuses
       WHERE miner_key = ? AND recorded_at BETWEEN ? AND ? AND ${UNCOMPACTED_STATUS}
       ORDER BY recorded_at DESC, id DESC LIMIT ?`,
  ).all(minerKey, since, until, limit);
  const ids = rows.map((row) => row.id);
  const figures = readFigures(sqlite, ids);
  const parts = readParts(sqlite, ids);
  const uncompacted = rows.map((row) => ({ ...row, ...figures(row.id), ...parts(row.id) }));
  const isMeant = ({ recorded_at }: Status): boolean => recorded_at >= since && recorded_at <= until;
  const compacted: CompactedStatus[] = [];
  for (const { block } of blocksNewestFirst(sqlite, 'status_raw', minerKey, { since, until })) {
    if (compacted.length >= limit) break;
    compacted.push(
      ...(unpackBlock(block, STATUS_BLOCK_VERSION, (bytes) => unpackStatuses(bytes)) ?? []).filter(isMeant).reverse(),
    );
  }
  return [...uncompacted, ...compacted];
}

/** The figures of the given statuses, by id. */
export function readFigures(sqlite: Sqlite, statusIds: readonly number[]): (id: number) => StatusFigures {
  const byId = new Map(
    prepared<[string], StatusFigures & { id: number }>(
      sqlite,
      `SELECT id, ${FIGURE_COLUMNS.join(', ')} FROM statuses WHERE id IN ${GIVEN_IDS}`,
    )
      .all(JSON.stringify(statusIds))
      .map(({ id, ...figures }) => [id, finite(figures)]),
  );
  return (id) => {
    const figures = byId.get(id);
    if (figures === undefined) throw new StoreError('corrupt', `Status ${id} is in an index but not in its table.`);
    return figures;
  };
}

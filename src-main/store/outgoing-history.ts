import type { ChipTempMean } from '../history/chip-temp-means.ts';
import type { GroupPlan } from '../history/plan-history.ts';
import { STATUS_BLOCK_VERSION, unpackStatuses } from '../history/status-block.ts';
import type { StatusSlot } from '../history/status-roll-up.ts';
import { STATUS_ROLL_UP_VERSION, unpackStatusSlots } from '../history/status-roll-up-block.ts';
import { openReadOnly, type Sqlite } from './file/database-file.ts';
import { prepared } from './file/statements.ts';
import type { GroupSeries } from './miner-records.ts';
import { NAME_PARTS, type NameParts, type OutgoingRecords, openOutgoingRecords, withName } from './outgoing-records.ts';
import { BlocksReader } from './queries/history/blocks-reader.ts';
import { readGroupHistory } from './queries/history/group-queries.ts';
import { unpackBlock } from './queries/history/history-blocks.ts';
import { type OfflineSpan, readOfflineSpans } from './queries/history/offline-spans.ts';
import { readOutgoingChipTemps } from './queries/history/outgoing-chip-temps.ts';
import { type OutgoingStatus, readUncompacted } from './queries/history/outgoing-statuses.ts';
import { FIRST_STATUS_AT } from './queries/history/uncompacted-rows.ts';

/** A miner as it is sent. Name and address are separate from its figures, never in their labels. */
export interface OutgoingMiner {
  readonly miner_key: number;
  readonly mac: string;
  readonly site: string;
  readonly model: string | null;
  readonly name: string;
  readonly ip: string | null;
  readonly offline_since_at: number | null;
}

interface FilledRange {
  readonly id: number;
  readonly miner_key: number;
  readonly from_at: number;
  readonly to_at: number;
}

/** Reads stored history for destinations, independently of the writer. Spans are half open. */
export interface OutgoingHistory {
  /** Reads all of `work` from one state of the database, even while an hour is compacted. */
  together<T>(work: () => T): T;
  site(): { readonly id: string; readonly name: string | null };
  /** Ordered by key, after `afterKey`. A miner that was replaced keeps its own address. */
  miners(afterKey: number, most: number): OutgoingMiner[];
  /** The share of miners up to a key, from 0 to 1. */
  minerShare(upToKey: number): number;
  /** Oldest first, with boards. */
  statuses(minerKey: number, fromAt: number, toAt: number): OutgoingStatus[];
  /** The mean chip temperature of each board, oldest first, at each time its chips were read. */
  chipTemps(minerKey: number, fromAt: number, toAt: number): ChipTempMean[];
  /** Five-minute slots, read and filled. */
  slots(minerKey: number, fromAt: number, toAt: number): StatusSlot[];
  /** Sums over the farm, in slots of this width. */
  siteSums(width: Pick<GroupPlan, 'tier' | 'slotMs'>, fromAt: number, toAt: number): GroupSeries[];
  fills(afterId: number, most: number): FilledRange[];
  /** When a miner was offline within a span, as far as known. */
  offlineSpans(minerKey: number, fromAt: number, toAt: number): OfflineSpan[];
  /** Where readings and five-minute slots begin; null if there are none. */
  firstAt(): { readonly readings: number | null; readonly slots: number | null };
  readonly records: OutgoingRecords;
  close(): void;
}

/** Miners that are sent: not those whose history was deleted. */
const GOES_OUT = "(gone IS NULL OR gone IN ('removed', 'replaced'))";
const MINERS = `SELECT miner_key, CASE instr(miners.id, '#') WHEN 0 THEN miners.id ELSE substr(miners.id, 1, instr(miners.id, '#') - 1) END AS mac,
    sites.id AS site, model_alias AS model, ${NAME_PARTS}, ip,
    CASE WHEN gone IS NULL THEN offline_since_at END AS offline_since_at
  FROM miners JOIN sites USING (site_key)
  WHERE miner_key > ? AND ${GOES_OUT} ORDER BY miner_key LIMIT ?`;
const MINER_SHARE = `SELECT coalesce(avg(miner_key <= ?), 0) FROM miners WHERE ${GOES_OUT}`;

/** Opens the database at `path`, which the writer has migrated. */
export function openOutgoingHistory(path: string): OutgoingHistory {
  const sqlite = openReadOnly(path);
  /** Of the state of the database that `together` reads. */
  let blocks = new BlocksReader(sqlite);
  const together = <T>(work: () => T): T => {
    if (sqlite.inTransaction) return work();
    blocks = new BlocksReader(sqlite);
    return sqlite.transaction(work)();
  };
  return {
    together,
    site: () =>
      prepared<[], { id: string; name: string | null }>(
        sqlite,
        'SELECT id, name FROM sites ORDER BY site_key LIMIT 1',
      ).get() ?? { id: '', name: null },
    miners: (afterKey, most) =>
      prepared<[number, number], Omit<OutgoingMiner, 'name'> & NameParts>(sqlite, MINERS)
        .all(afterKey, most)
        .map((row) => withName(row, { ...row, id: row.mac, model_alias: row.model })),
    minerShare: (upToKey) => prepared<[number], number>(sqlite, MINER_SHARE).pluck().get(upToKey) ?? 0,
    // One transaction, so that an hour that is compacted in the meantime is read in one form.
    statuses: (minerKey, fromAt, toAt) =>
      together(() => withComparableEfficiency(sqlite, minerKey, readSpan(sqlite, blocks, minerKey, fromAt, toAt))),
    chipTemps: (minerKey, fromAt, toAt) =>
      together(() => readOutgoingChipTemps(sqlite, blocks, minerKey, fromAt, toAt)),
    slots: (minerKey, fromAt, toAt) =>
      together(() => blocks.read('status_5min', minerKey, fromAt, toAt))
        .flatMap(
          ({ block }) =>
            unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, 'narrow')) ?? [],
        )
        .filter(({ at }) => at >= fromAt && at < toAt),
    siteSums: (width, fromAt, toAt) => readGroupHistory(sqlite, null, { ...width, fromAt, toAt }),
    fills: (afterId, most) =>
      prepared<[number, number], FilledRange>(
        sqlite,
        'SELECT id, miner_key, from_at, to_at FROM filled_ranges WHERE id > ? ORDER BY id LIMIT ?',
      ).all(afterId, most),
    offlineSpans: (minerKey, fromAt, toAt) => readOfflineSpans(sqlite, minerKey, fromAt, toAt),
    firstAt: () => ({ readings: firstReadingAt(sqlite), slots: firstBlockAt(sqlite, 'status_5min') }),
    records: openOutgoingRecords(sqlite),
    close() {
      sqlite.close();
    },
  };
}

function readSpan(
  sqlite: Sqlite,
  blocks: BlocksReader,
  minerKey: number,
  fromAt: number,
  toAt: number,
): OutgoingStatus[] {
  const fresh = readUncompacted(sqlite, minerKey, fromAt, toAt);
  const compacted = blocks
    .read('status_raw', minerKey, fromAt, toAt)
    .flatMap(({ block }) => unpackBlock(block, STATUS_BLOCK_VERSION, (bytes) => unpackStatuses(bytes)) ?? [])
    .filter(({ recorded_at }) => recorded_at >= fromAt && recorded_at < toAt);
  if (compacted.length === 0) return fresh;
  return [...compacted, ...fresh].sort((a, b) => a.recorded_at - b.recorded_at || a.id - b.id);
}

/**
 * Without the J/TH of scrypt miners: thousands of times those of the others, it would spoil each mean
 * of a farm. `GET /metrics` and the screens leave it out too.
 */
function withComparableEfficiency(sqlite: Sqlite, minerKey: number, statuses: OutgoingStatus[]): OutgoingStatus[] {
  const algorithm = prepared<[number], string | null>(
    sqlite,
    'SELECT algorithm FROM miners JOIN models ON models.alias = model_alias WHERE miner_key = ?',
  )
    .pluck()
    .get(minerKey);
  return algorithm === 'scrypt' ? statuses.map((status) => ({ ...status, efficiency_j_per_th: null })) : statuses;
}

function firstReadingAt(sqlite: Sqlite): number | null {
  const row = prepared<[], number>(sqlite, FIRST_STATUS_AT).pluck().get() ?? null;
  const block = firstBlockAt(sqlite, 'status_raw');
  return row === null || block === null ? (row ?? block) : Math.min(row, block);
}

function firstBlockAt(sqlite: Sqlite, tier: 'status_raw' | 'status_5min'): number | null {
  const sql = 'SELECT min(from_at) FROM history_blocks WHERE tier = ?';
  return prepared<[string], number | null>(sqlite, sql).pluck().get(tier) ?? null;
}

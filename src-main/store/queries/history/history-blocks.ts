import { FrameDamage } from '../../../history/encoding/frame-bytes.ts';
import { TIERS, type TierName } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import { StoreError } from '../../store-error.ts';

/** A block as it is written: it replaces an existing one of the same miner, tier and time. */
export interface HistoryBlock {
  readonly tier: TierName;
  readonly miner_key: number;
  readonly from_at: number;
  readonly rows: number;
  readonly is_open: boolean;
  readonly block: Uint8Array;
}

export interface StoredBlock {
  readonly from_at: number;
  readonly block: Buffer;
}

/** The block of a miner that begins at `fromAt`; null if there is none. */
export function readBlock(sqlite: Sqlite, tier: TierName, minerKey: number, fromAt: number): Buffer | null {
  return (
    prepared<[string, number, number], Buffer>(
      sqlite,
      'SELECT block FROM history_blocks WHERE tier = ? AND miner_key = ? AND from_at = ?',
    )
      .pluck()
      .get(tier, minerKey, fromAt) ?? null
  );
}

/** A span of time, in UNIX milliseconds: its end is not part of it. */
export interface BlockSpan {
  readonly fromAt: number;
  readonly toAt: number;
  /** Only blocks that the next tier has not taken over. */
  readonly openOnly?: boolean;
}

/** The blocks of a miner that overlap a span, oldest first. */
export function readBlocks(
  sqlite: Sqlite,
  tier: TierName,
  minerKey: number,
  { fromAt, toAt, openOnly = false }: BlockSpan,
): StoredBlock[] {
  return prepared<[string, number, number, number], StoredBlock>(
    sqlite,
    `SELECT from_at, block FROM history_blocks
       WHERE tier = ? AND miner_key = ? AND from_at > ? AND from_at < ? ${openOnly ? 'AND is_open = 1' : ''} ORDER BY from_at`,
  ).all(tier, minerKey, fromAt - TIERS[tier].blockMs, toAt);
}

/** Where the last block of a tier begins; null if there is none. */
export function lastBlockAt(sqlite: Sqlite, tier: TierName): number | null {
  const sql = 'SELECT max(from_at) FROM history_blocks WHERE tier = ?';
  return prepared<[string], number | null>(sqlite, sql).pluck().get(tier) ?? null;
}

/** Raw blocks of a miner that overlap a span, ends included, newest first, one at a time. */
export function blocksNewestFirst(
  sqlite: Sqlite,
  tier: 'status_raw' | 'chip_raw',
  minerKey: number,
  { since, until }: { readonly since: number; readonly until: number },
): IterableIterator<StoredBlock> {
  return prepared<[string, number, number, number], StoredBlock>(
    sqlite,
    `SELECT from_at, block FROM history_blocks
       WHERE tier = ? AND miner_key = ? AND from_at > ? AND from_at <= ? ORDER BY from_at DESC`,
  ).iterate(tier, minerKey, since - TIERS[tier].blockMs, until);
}

/**
 * The content of a block; null if it is damaged. Throws `newer` if a newer PowerHive wrote it, so
 * that its version is above `version`.
 */
export function unpackBlock<T>(block: Uint8Array, version: number, unpack: (block: Uint8Array) => T): T | null {
  if ((block[0] ?? 0) > version) {
    throw new StoreError(
      'newer',
      `This history was written by a newer PowerHive (block version ${block[0]}). Install that version to read it.`,
    );
  }
  try {
    return unpack(block);
  } catch (error) {
    if (error instanceof FrameDamage) return null;
    throw error;
  }
}

/**
 * The content of the block of a miner that begins at `fromAt`; null if there is none. Throws
 * `corrupt` if it is damaged: it must never be overwritten without its content.
 */
export function readSound<T>(
  sqlite: Sqlite,
  { tier, minerKey, fromAt }: { readonly tier: TierName; readonly minerKey: number; readonly fromAt: number },
  version: number,
  unpack: (block: Uint8Array) => T,
): T | null {
  const block = readBlock(sqlite, tier, minerKey, fromAt);
  if (block === null) return null;
  const found = unpackBlock(block, version, unpack);
  if (found === null) throw damagedBlock(sqlite, tier, minerKey, fromAt);
  return found;
}

/** An error that names a damaged block. The block and the rows that belong in it stay. */
export function damagedBlock(sqlite: Sqlite, tier: TierName, minerKey: number, fromAt: number): StoreError {
  const miner = prepared<[number], string>(sqlite, 'SELECT id FROM miners WHERE miner_key = ?').pluck().get(minerKey);
  const from = new Date(fromAt).toISOString().slice(0, 16);
  return new StoreError(
    'corrupt',
    `The history of ${miner} from ${from}Z is damaged (${tier}). It stays as it is; newer readings of that time are kept beside it.`,
  );
}

/** The writes of blocks. The caller opens the transaction. */
export function prepareBlockWrites(sqlite: Sqlite) {
  const put = prepared<[string, number, number, number, number, number, Uint8Array]>(
    sqlite,
    `INSERT INTO history_blocks (tier, miner_key, from_at, rows, is_open, bytes, block) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tier, miner_key, from_at) DO UPDATE
     SET rows = excluded.rows, is_open = excluded.is_open, bytes = excluded.bytes, block = excluded.block`,
  );
  const close = prepared<[string, number, number]>(
    sqlite,
    'UPDATE history_blocks SET is_open = 0 WHERE tier = ? AND miner_key = ? AND from_at = ?',
  );
  return {
    put: ({ tier, miner_key, from_at, rows, is_open, block }: HistoryBlock): void => {
      put.run(tier, miner_key, from_at, rows, is_open ? 1 : 0, block.length, block);
    },
    close: (tier: TierName, minerKey: number, fromAt: number): void => void close.run(tier, minerKey, fromAt),
  };
}

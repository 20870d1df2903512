import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { TelemetrySnapshot } from '../../../src-shared/model/index.ts';
import { packTelemetryBlock } from '../../history/chip-block.ts';
import {
  CHIP_ROLL_UP_VERSION,
  packChipSlots,
  type RolledChip,
  replaceChipSlots,
  rollUpChips,
  takeOverChipSlots,
  unpackChipSlots,
  widenChips,
} from '../../history/chip-roll-up.ts';
import { blockStart } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { damagedBlock, type HistoryBlock, readSound } from '../queries/history/history-blocks.ts';
import { readChipHour, snapshotsOf } from '../queries/history/read-hour.ts';
import { type CompactedStep, type CompactTask, NOTHING } from './compact-step.ts';

/** An hour of a miner's chips, and its roll-up in the day; null if there is nothing left to do. */
export function compactChipHour(sqlite: Sqlite, { miner_key, from_at }: CompactTask): CompactedStep | null {
  const hour = readChipHour(sqlite, miner_key, from_at);
  if (hour.rows.length === 0) return null;
  const { compacted } = hour;
  if (compacted === null) throw damagedBlock(sqlite, 'chip_raw', miner_key, from_at);
  const snapshots = snapshotsOf({ compacted, rows: hour.rows });
  const dayAt = blockStart('chip_1h', from_at);
  const known = readChips(sqlite, 'chip_1h', miner_key, dayAt);
  // As with statuses: if readings are missing, late ones are added.
  const ofBlock = rollUpChips(compacted, HOUR_MS);
  const chips =
    readingsAt(known, from_at) > readingsAt(ofBlock, from_at)
      ? widenChips([...known, ...rollUpChips(hour.rows, HOUR_MS)], HOUR_MS)
      : replaceChipSlots(known, rollUpChips(snapshots, HOUR_MS));
  return {
    ...NOTHING,
    miner_key,
    blocks: [
      {
        tier: 'chip_raw',
        miner_key,
        from_at,
        rows: countChips(snapshots),
        is_open: false,
        block: packTelemetryBlock(snapshots),
      },
      chipBlock('chip_1h', miner_key, dayAt, true, chips),
    ],
    compacted: { kind: 'chip', from_at, through_id: Math.max(...hour.rowIds) },
  };
}

/** A day of a miner's chips that is over goes into the next tier. */
export function closeChipDay(sqlite: Sqlite, { miner_key, from_at }: CompactTask): CompactedStep {
  const longAt = blockStart('chip_1d', from_at);
  const days = widenChips(readChips(sqlite, 'chip_1h', miner_key, from_at), DAY_MS);
  const chips = takeOverChipSlots(readChips(sqlite, 'chip_1d', miner_key, longAt), days);
  return {
    ...NOTHING,
    miner_key,
    blocks: [chipBlock('chip_1d', miner_key, longAt, false, chips)],
    closes: [{ tier: 'chip_1h', miner_key, from_at }],
  };
}

function readChips(sqlite: Sqlite, tier: 'chip_1h' | 'chip_1d', minerKey: number, fromAt: number): RolledChip[] {
  return readSound(sqlite, { tier, minerKey, fromAt }, CHIP_ROLL_UP_VERSION, (bytes) => unpackChipSlots(bytes)) ?? [];
}

function chipBlock(
  tier: 'chip_1h' | 'chip_1d',
  miner_key: number,
  from_at: number,
  is_open: boolean,
  chips: readonly RolledChip[],
): HistoryBlock {
  const rows = chips.reduce((sum, { slots }) => sum + slots.length, 0);
  return { tier, miner_key, from_at, rows, is_open, block: packChipSlots(chips) };
}

/** The highest number of readings of a chip in the slot at this time. */
function readingsAt(chips: readonly RolledChip[], moment: number): number {
  return chips.reduce((most, { slots }) => {
    const readings = slots.find(({ at }) => at === moment)?.readings ?? 0;
    return Math.max(most, readings);
  }, 0);
}

function countChips(snapshots: readonly TelemetrySnapshot[]): number {
  return snapshots.reduce((sum, { chains }) => sum + chains.reduce((chips, chain) => chips + chain.chips.length, 0), 0);
}

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
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
import { changeOfShares, type GroupShare, groupShares, groupSharesOf } from '../../history/group-shares.ts';
import { packStatuses } from '../../history/status-block.ts';
import { addStatusSlots, mergeSlots, rollUpStatuses, type StatusSlot } from '../../history/status-roll-up.ts';
import { packStatusSlots, STATUS_ROLL_UP_VERSION, unpackStatusSlots } from '../../history/status-roll-up-block.ts';
import { blockStart, FIVE_MINUTES_MS, type TierName } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import {
  damagedBlock,
  type HistoryBlock,
  readBlock,
  readSound,
  unpackBlock,
} from '../queries/history/history-blocks.ts';
import { readChipHour, readStatusHour, snapshotsOf, statusesOf } from '../queries/history/read-hour.ts';

/**
 * One step of compaction: an hour of a miner's statuses or chips, or a day of its roll-ups for the
 * next tier.
 */
export interface CompactTask {
  readonly kind: 'status_hour' | 'chip_hour' | 'status_day' | 'chip_day';
  readonly miner_key: number;
  readonly from_at: number;
}

/** All changes of a step, for one transaction. */
export interface CompactedStep {
  readonly blocks: readonly HistoryBlock[];
  readonly closes: readonly { readonly tier: TierName; readonly miner_key: number; readonly from_at: number }[];
  readonly miner_key: number;
  /**
   * The rows of the hour up to this id are now in its block: they are no longer read, and are
   * deleted later (delete-compacted-rows.ts).
   */
  readonly compacted: {
    readonly kind: 'status' | 'chip';
    readonly from_at: number;
    readonly through_id: number;
  } | null;
  /** The span that was filled from the miner's own memory; null if none was. */
  readonly filled: { readonly from_at: number; readonly to_at: number } | null;
  readonly shares: readonly GroupShare[];
}

/**
 * Computes a step without writing; null if there is nothing left to do. The caller opens the
 * transaction.
 */
export function prepareCompact(sqlite: Sqlite, task: CompactTask): CompactedStep | null {
  switch (task.kind) {
    case 'status_hour':
      return compactStatusHour(sqlite, task);
    case 'chip_hour':
      return compactChipHour(sqlite, task);
    case 'status_day':
      return closeStatusDay(sqlite, task);
    case 'chip_day':
      return closeChipDay(sqlite, task);
  }
}

function compactStatusHour(sqlite: Sqlite, { miner_key, from_at }: CompactTask): CompactedStep | null {
  const { rows, ...hour } = readStatusHour(sqlite, miner_key, from_at);
  if (rows.length === 0) return null;
  const compacted = hour.compacted ?? raise(damagedBlock(sqlite, 'status_raw', miner_key, from_at));
  const statuses = statusesOf({ compacted, rows });
  const before = readDay(sqlite, miner_key, from_at);
  // The readings of this hour's roll-ups may be missing: pruned, or not in a restored backup. Then
  // the new ones are added to the roll-ups, and never replace them.
  const known = before.wide.find(({ at, source }) => at === from_at && source === 'read');
  const areSomeGone = (known?.readings ?? 0) > compacted.length;
  const put = areSomeGone ? addTo : mergeSlots;
  const rolled = areSomeGone ? rows : statuses;
  const after = {
    narrow: put(before.narrow, rollUpStatuses(rolled, FIVE_MINUTES_MS), FIVE_MINUTES_MS),
    wide: put(before.wide, rollUpStatuses(rolled, HOUR_MS), HOUR_MS),
  };
  // The minutes of the missing readings are unknown: a minute must not count a miner twice.
  const minutes = areSomeGone
    ? []
    : changeOfShares(groupSharesOf(compacted, MINUTE_MS), groupSharesOf(statuses, MINUTE_MS));
  return {
    ...NOTHING,
    miner_key,
    blocks: [
      { tier: 'status_raw', miner_key, from_at, rows: statuses.length, is_open: false, block: packStatuses(statuses) },
      dayBlock(miner_key, from_at, after),
    ],
    compacted: { kind: 'status', from_at, through_id: Math.max(...rows.map(({ id }) => id)) },
    shares: [...minutes, ...changeOfDay(before, after)],
  };
}

function compactChipHour(sqlite: Sqlite, { miner_key, from_at }: CompactTask): CompactedStep | null {
  const hour = readChipHour(sqlite, miner_key, from_at);
  if (hour.rows.length === 0) return null;
  const compacted = hour.compacted ?? raise(damagedBlock(sqlite, 'chip_raw', miner_key, from_at));
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

function closeStatusDay(sqlite: Sqlite, { miner_key, from_at }: CompactTask): CompactedStep {
  const { wide } = readDay(sqlite, miner_key, from_at);
  const longAt = blockStart('status_1h', from_at);
  const known = readSound(
    sqlite,
    { tier: 'status_1h', minerKey: miner_key, fromAt: longAt },
    STATUS_ROLL_UP_VERSION,
    (block) => unpackStatusSlots(block, 'narrow'),
  );
  const slots = mergeSlots(known ?? [], wide);
  const block = packStatusSlots(slots, []);
  return {
    ...NOTHING,
    miner_key,
    blocks: [{ tier: 'status_1h', miner_key, from_at: longAt, rows: slots.length, is_open: false, block }],
    closes: [{ tier: 'status_5min', miner_key, from_at }],
  };
}

function closeChipDay(sqlite: Sqlite, { miner_key, from_at }: CompactTask): CompactedStep {
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

/** A step that changes nothing yet. */
export const NOTHING = { blocks: [], closes: [], compacted: null, filled: null, shares: [] };

/** The roll-ups of a miner's day: slots of five minutes and of an hour. */
export interface StatusDay {
  readonly narrow: readonly StatusSlot[];
  readonly wide: readonly StatusSlot[];
}

/**
 * If there is no day, it starts with its hours from the month, because the roll-ups of a day are
 * pruned sooner. Throws `corrupt` if the roll-ups are damaged.
 */
export function readDay(sqlite: Sqlite, minerKey: number, moment: number): StatusDay {
  const dayAt = blockStart('status_5min', moment);
  const day = readSound(sqlite, { tier: 'status_5min', minerKey, fromAt: dayAt }, STATUS_ROLL_UP_VERSION, (bytes) => ({
    narrow: unpackStatusSlots(bytes, 'narrow'),
    wide: unpackStatusSlots(bytes, 'wide'),
  }));
  return day ?? { narrow: [], wide: hoursOfMonth(sqlite, minerKey, dayAt) };
}

function hoursOfMonth(sqlite: Sqlite, minerKey: number, dayAt: number): StatusSlot[] {
  const monthAt = blockStart('status_1h', dayAt);
  const month = readBlock(sqlite, 'status_1h', minerKey, monthAt);
  if (month === null) return [];
  const slots = unpackBlock(month, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, 'narrow'));
  if (slots !== null) return slots.filter(({ at }) => at >= dayAt && at < dayAt + DAY_MS);
  // A damaged month cannot contain the newest day: it takes that day over later, or reports the
  // damage then. Of an older day it may contain every hour.
  if (hasLaterDay(sqlite, minerKey, dayAt)) throw damagedBlock(sqlite, 'status_1h', minerKey, monthAt);
  return [];
}

function hasLaterDay(sqlite: Sqlite, minerKey: number, dayAt: number): boolean {
  const found = prepared<[number, number], number>(
    sqlite,
    `SELECT EXISTS (SELECT 1 FROM history_blocks WHERE tier = 'status_5min' AND miner_key = ? AND from_at > ?)`,
  ).pluck();
  return found.get(minerKey, dayAt) === 1;
}

/** Adds slots to those of the same time that were read, and replaces those that were filled. */
function addTo(known: readonly StatusSlot[], fresh: readonly StatusSlot[], slotMs: number): StatusSlot[] {
  const ats = new Set(fresh.map(({ at }) => at));
  const read = known.filter(({ at, source }) => ats.has(at) && source === 'read');
  return mergeSlots(known, addStatusSlots([...read, ...fresh], slotMs));
}

/** The change of the sums over many miners when the day of one miner changes. */
export function changeOfDay(before: StatusDay, after: StatusDay): GroupShare[] {
  return [
    ...changeOfShares(groupShares(before.narrow, FIVE_MINUTES_MS), groupShares(after.narrow, FIVE_MINUTES_MS)),
    ...changeOfShares(groupShares(before.wide, HOUR_MS), groupShares(after.wide, HOUR_MS)),
  ];
}

export function dayBlock(minerKey: number, moment: number, { narrow, wide }: StatusDay): HistoryBlock {
  const from_at = blockStart('status_5min', moment);
  const block = packStatusSlots(narrow, wide);
  return { tier: 'status_5min', miner_key: minerKey, from_at, rows: narrow.length, is_open: true, block };
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

function raise(error: Error): never {
  throw error;
}

function countChips(snapshots: readonly TelemetrySnapshot[]): number {
  return snapshots.reduce((sum, { chains }) => sum + chains.reduce((chips, chain) => chips + chain.chips.length, 0), 0);
}

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/durations.ts';
import type { TelemetrySnapshot } from '../../../src-shared/model/index.ts';
import { packTelemetryBlock } from '../../history/chip-block.ts';
import {
  CHIP_ROLL_UP_VERSION,
  packChipSlots,
  type RolledChip,
  replaceChipSlots,
  rollUpChips,
  unpackChipSlots,
  widenChips,
} from '../../history/chip-roll-up.ts';
import { changeOfShares, type GroupShare, groupShares, groupSharesOf } from '../../history/group-slots.ts';
import { packStatuses } from '../../history/status-block.ts';
import {
  layOver,
  packStatusSlots,
  rollUpStatuses,
  STATUS_ROLL_UP_VERSION,
  type StatusSlot,
  unpackStatusSlots,
  widenStatusSlots,
} from '../../history/status-roll-up.ts';
import { blockStart, FIVE_MINUTES_MS, type TierName } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { damagedBlock, type HistoryBlock, readBlock, readSound, unpackBlock } from '../queries/history-blocks.ts';
import { readChipHour, readStatusHour, snapshotsOf, statusesOf } from './read-hour.ts';

/**
 * One step of compaction: an hour of a miner's statuses or chips, or a day of its roll-ups that the
 * next tier takes over.
 */
export interface CompactTask {
  readonly kind: 'status_hour' | 'chip_hour' | 'status_day' | 'chip_day';
  readonly miner_key: number;
  readonly from_at: number;
}

/** All that a step changes, at once or not at all. */
export interface CompactedStep {
  readonly blocks: readonly HistoryBlock[];
  readonly closes: readonly { readonly tier: TierName; readonly miner_key: number; readonly from_at: number }[];
  readonly miner_key: number;
  /**
   * The rows of the hour up to this id are in its block now: they are no longer read, and are
   * deleted later (delete-compacted-rows.ts).
   */
  readonly compacted: {
    readonly kind: 'status' | 'chip';
    readonly from_at: number;
    readonly through_id: number;
  } | null;
  /** The span that was filled from the miner's own memory; null where nothing was. */
  readonly filled: { readonly from_at: number; readonly to_at: number } | null;
  readonly shares: readonly GroupShare[];
}

/**
 * Works a step out, without writing; null where there is nothing to do any more. Reads inside a
 * transaction of the caller.
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
  const before = readDayOfHour(sqlite, miner_key, from_at, compacted.length > 0);
  // The readings may be gone that the roll-ups of this hour are made of: pruned, or not in the
  // backup that was restored. Then the new ones are added to those, and never replace them.
  const isAfterCompaction =
    compacted.length === 0 && before.wide.some(({ at, source }) => at === from_at && source === 'read');
  const put = isAfterCompaction ? addTo : layOver;
  const after = {
    narrow: put(before.narrow, rollUpStatuses(statuses, FIVE_MINUTES_MS), FIVE_MINUTES_MS),
    wide: put(before.wide, rollUpStatuses(statuses, HOUR_MS), HOUR_MS),
  };
  // Which minutes the gone readings were in is not known: a minute must not count a miner twice.
  const minutes = isAfterCompaction
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
  const fresh = rollUpChips(snapshots, HOUR_MS);
  // As with statuses: where the block is gone, what comes late is added.
  const isAfterCompaction = compacted.length === 0 && known.some(({ slots }) => slots.some(({ at }) => at === from_at));
  const chips = isAfterCompaction ? widenChips([...known, ...fresh], HOUR_MS) : replaceChipSlots(known, fresh);
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
  const known = readSound(sqlite, 'status_1h', miner_key, longAt, STATUS_ROLL_UP_VERSION, (block) =>
    unpackStatusSlots(block, 'narrow'),
  );
  const slots = layOver(known ?? [], wide);
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
  const chips = replaceChipSlots(readChips(sqlite, 'chip_1d', miner_key, longAt), days);
  return {
    ...NOTHING,
    miner_key,
    blocks: [chipBlock('chip_1d', miner_key, longAt, false, chips)],
    closes: [{ tier: 'chip_1h', miner_key, from_at }],
  };
}

/** A step that changes nothing yet. */
export const NOTHING = { blocks: [], closes: [], compacted: null, filled: null, shares: [] };

/** The roll-ups of a miner's day: its slots of five minutes and of an hour. */
export interface StatusDay {
  readonly narrow: readonly StatusSlot[];
  readonly wide: readonly StatusSlot[];
}

/** Throws `corrupt` where they are damaged. */
export function readDay(sqlite: Sqlite, minerKey: number, moment: number): StatusDay {
  const dayAt = blockStart('status_5min', moment);
  const day = readSound(sqlite, 'status_5min', minerKey, dayAt, STATUS_ROLL_UP_VERSION, (bytes) => ({
    narrow: unpackStatusSlots(bytes, 'narrow'),
    wide: unpackStatusSlots(bytes, 'wide'),
  }));
  return day ?? { narrow: [], wide: [] };
}

/**
 * The same, and with it the slot of an hour that was read and is known from the roll-ups of the
 * month alone: those of the day are pruned sooner.
 */
function readDayOfHour(sqlite: Sqlite, minerKey: number, hourAt: number, hasBlock: boolean): StatusDay {
  const day = readDay(sqlite, minerKey, hourAt);
  if (hasBlock || day.narrow.length > 0) return day;
  const month = readBlock(sqlite, 'status_1h', minerKey, blockStart('status_1h', hourAt));
  const slots = month && unpackBlock(month, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, 'narrow'));
  // A damaged month takes no day over, which is said then.
  const hour = (slots ?? []).filter(({ at, source }) => at === hourAt && source === 'read');
  return { ...day, wide: layOver(day.wide, hour) };
}

/** Adds slots to those of the same moment that were read, and replaces those that were filled. */
function addTo(known: readonly StatusSlot[], fresh: readonly StatusSlot[], slotMs: number): StatusSlot[] {
  const ats = new Set(fresh.map(({ at }) => at));
  const read = known.filter(({ at, source }) => ats.has(at) && source === 'read');
  return layOver(known, widenStatusSlots([...read, ...fresh], slotMs));
}

/** What the sums over many miners change by when the day of one of them does. */
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
  return readSound(sqlite, tier, minerKey, fromAt, CHIP_ROLL_UP_VERSION, (bytes) => unpackChipSlots(bytes)) ?? [];
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

function raise(error: Error): never {
  throw error;
}

function countChips(snapshots: readonly TelemetrySnapshot[]): number {
  return snapshots.reduce((sum, { chains }) => sum + chains.reduce((chips, chain) => chips + chain.chips.length, 0), 0);
}

import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { changeOfShares, type GroupShare, groupShares } from '../../history/group-shares.ts';
import type { StatusSlot } from '../../history/status-roll-up.ts';
import { packStatusSlots, STATUS_ROLL_UP_VERSION, unpackStatusSlots } from '../../history/status-roll-up-block.ts';
import { blockStart, FIVE_MINUTES_MS } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import {
  damagedBlock,
  type HistoryBlock,
  readBlock,
  readSound,
  unpackBlock,
} from '../queries/history/history-blocks.ts';

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

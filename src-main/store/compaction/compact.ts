import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { changeOfShares, groupSharesOf } from '../../history/group-shares.ts';
import { packStatuses } from '../../history/status-block.ts';
import { addStatusSlots, mergeSlots, rollUpStatuses, type StatusSlot } from '../../history/status-roll-up.ts';
import { packStatusSlots, STATUS_ROLL_UP_VERSION, unpackStatusSlots } from '../../history/status-roll-up-block.ts';
import { blockStart, FIVE_MINUTES_MS } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { damagedBlock, readSound } from '../queries/history/history-blocks.ts';
import { readStatusHour, statusesOf } from '../queries/history/read-hour.ts';
import { closeChipDay, compactChipHour } from './compact-chips.ts';
import { type CompactedStep, type CompactTask, NOTHING } from './compact-step.ts';
import { changeOfDay, dayBlock, readDay } from './status-day.ts';

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
  const { compacted } = hour;
  if (compacted === null) throw damagedBlock(sqlite, 'status_raw', miner_key, from_at);
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

/** Adds slots to those of the same time that were read, and replaces those that were filled. */
function addTo(known: readonly StatusSlot[], fresh: readonly StatusSlot[], slotMs: number): StatusSlot[] {
  const ats = new Set(fresh.map(({ at }) => at));
  const read = known.filter(({ at, source }) => ats.has(at) && source === 'read');
  return mergeSlots(known, addStatusSlots([...read, ...fresh], slotMs));
}

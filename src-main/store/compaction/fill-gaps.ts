import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { type GroupShare, ShareSums } from '../../history/group-shares.ts';
import { type RememberedPoint, unpackPoints } from '../../history/miner-memory.ts';
import {
  addStatusSlots,
  mergeSlots,
  type RolledStatus,
  rollUpStatuses,
  type StatusSlot,
} from '../../history/status-roll-up.ts';
import { blockStart, FIVE_MINUTES_MS, slotStart } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import type { HistoryBlock } from '../queries/history/history-blocks.ts';
import type { MissedHistory } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { type CompactedStep, NOTHING } from './compact-step.ts';
import { changeOfDay, dayBlock, readDay, type StatusDay } from './status-day.ts';

interface FilledMiner {
  readonly slots: number;
  /** From the start of the first filled slot to the end of the last. */
  readonly range: { readonly from_at: number; readonly to_at: number } | null;
  readonly blocks: readonly HistoryBlock[];
  readonly shares: readonly GroupShare[];
}

/**
 * Computes what the miners' own memory adds to their roll-ups: one step for each miner, and one for
 * each model with the change of its sums. Only slots without any reading are filled, compacted or
 * not; what was filled before stays. The caller opens the transaction.
 */
export function prepareFill(
  sqlite: Sqlite,
  missed: readonly MissedHistory[],
): { readonly slots: number[]; readonly steps: CompactedStep[] } {
  const find = prepared<[string], { miner_key: number; model_alias: string | null }>(
    sqlite,
    'SELECT miner_key, model_alias FROM miners WHERE id = ? AND gone IS NULL',
  );
  const sharesOf = new Map<string | null, { readonly miner_key: number; readonly sums: ShareSums }>();
  const steps: CompactedStep[] = [];
  const slots = missed.map(({ miner_id, points }) => {
    const miner = find.get(miner_id);
    if (miner === undefined) return 0;
    const { miner_key, model_alias } = miner;
    const filled = fillMiner(sqlite, miner_key, unpackPoints(points));
    if (filled.slots === 0) return 0;
    steps.push({ ...NOTHING, miner_key, blocks: filled.blocks, filled: filled.range });
    const ofModel = sharesOf.get(model_alias) ?? { miner_key, sums: new ShareSums() };
    sharesOf.set(model_alias, ofModel);
    ofModel.sums.add(filled.shares);
    return filled.slots;
  });
  for (const { miner_key, sums } of sharesOf.values()) steps.push({ ...NOTHING, miner_key, shares: sums.all() });
  return { slots, steps };
}

const NO_FILL: FilledMiner = { slots: 0, range: null, blocks: [], shares: [] };

function fillMiner(sqlite: Sqlite, minerKey: number, points: readonly RememberedPoint[]): FilledMiner {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return NO_FILL;
  const rows = momentsOfRows(sqlite, minerKey, first.at, last.at);
  const read = new Set(rows.map((at) => slotStart(at, FIVE_MINUTES_MS)));
  const hoursWithRows = new Set(rows.map((at) => slotStart(at, HOUR_MS)));
  const blocks: HistoryBlock[] = [];
  const shares: GroupShare[] = [];
  const ats: number[] = [];
  for (const [dayAt, ofDay] of Map.groupBy(points, ({ at }) => blockStart('status_5min', at))) {
    const before = soundDay(sqlite, minerKey, dayAt);
    if (before === null) continue;
    const taken = new Set(before.narrow.map(({ at }) => at));
    const slotsOfDay = rollUpStatuses(ofDay.map(asStatus), FIVE_MINUTES_MS, true, 'filled');
    const fresh = slotsOfDay.filter(({ at }) => !taken.has(at) && !read.has(at));
    if (fresh.length === 0) continue;
    const narrow = mergeSlots(before.narrow, fresh);
    // An hour with any reading, compacted or not, consists only of its readings.
    const isRead = new Set(before.wide.filter(({ source }) => source === 'read').map(({ at }) => at));
    const hasReading = (hourAt: number): boolean => isRead.has(hourAt) || hoursWithRows.has(hourAt);
    const isFilled = ({ at, source }: StatusSlot): boolean =>
      source === 'filled' && !hasReading(slotStart(at, HOUR_MS));
    // For an hour that only the month still has, its five-minute slots no longer exist.
    const inSlots = new Set(before.narrow.map(({ at }) => slotStart(at, HOUR_MS)));
    const ofMonth = before.wide.filter((hour) => isFilled(hour) && !inSlots.has(hour.at));
    const wide = mergeSlots(before.wide, addStatusSlots([...ofMonth, ...narrow.filter(isFilled)], HOUR_MS));
    const after = { narrow, wide };
    ats.push(...fresh.map(({ at }) => at));
    blocks.push(dayBlock(minerKey, dayAt, after));
    shares.push(...changeOfDay(before, after));
  }
  if (ats.length === 0) return NO_FILL;
  const range = { from_at: Math.min(...ats), to_at: Math.max(...ats) + FIVE_MINUTES_MS };
  return { slots: ats.length, range, blocks, shares };
}

/** Null if the day is damaged: it stays as it is. */
function soundDay(sqlite: Sqlite, minerKey: number, dayAt: number): StatusDay | null {
  try {
    return readDay(sqlite, minerKey, dayAt);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'corrupt') return null;
    throw error;
  }
}

function asStatus(point: RememberedPoint): RolledStatus {
  return {
    recorded_at: point.at,
    hashrate_hs: point.hashrate_hs,
    hashrate_expected_hs: null,
    power_w: point.power_w,
    chip_temp_max_c: point.chip_temp_max_c,
    pcb_temp_max_c: point.pcb_temp_max_c,
    fan_duty_percent: point.fan_duty_percent,
    fan_rpm_max: null,
    hw_error_percent: null,
    chains: [],
  };
}

/** The times of the rows in all hours from that of the first to that of the last time. */
function momentsOfRows(sqlite: Sqlite, minerKey: number, firstAt: number, lastAt: number): number[] {
  const moments = prepared<[number, number, number], number>(
    sqlite,
    'SELECT recorded_at FROM statuses WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ?',
  ).pluck();
  return moments.all(minerKey, slotStart(firstAt, HOUR_MS), slotStart(lastAt, HOUR_MS) + HOUR_MS);
}

import { layOver, type RolledStatus, rollUpStatuses, widenStatusSlots } from '../history/status-roll-up.ts';
import { blockStart, FIVE_MINUTES_MS, HOUR_MS, slotStart } from '../history/tiers.ts';
import type { Sqlite } from './database-file.ts';
import { changeOfDay, dayBlock, NOTHING, readDay, type SealedStep } from './seal.ts';
import { prepared } from './statements.ts';
import type { RememberedPoint } from './store.ts';

/**
 * Works out what a miner's own memory adds to its roll-ups, one step for each day. Only slots in which nothing was read, neither sealed nor
 * not yet, are filled; what was filled before stays. Reads inside a transaction of the caller.
 */
export function prepareFill(
  sqlite: Sqlite,
  minerId: string,
  points: readonly RememberedPoint[],
): { readonly slots: number; readonly steps: SealedStep[] } {
  const miner_key = prepared<[string], number>(sqlite, 'SELECT miner_key FROM miners WHERE id = ?')
    .pluck()
    .get(minerId);
  if (miner_key === undefined) return { slots: 0, steps: [] };
  const ordered = [...points].sort((a, b) => a.at - b.at).map(asStatus);
  const read = slotsWithRows(sqlite, miner_key, ordered[0]?.recorded_at ?? 0, ordered.at(-1)?.recorded_at ?? 0);
  const steps: SealedStep[] = [];
  let slots = 0;
  for (const [dayAt, ofDay] of Map.groupBy(ordered, ({ recorded_at }) => blockStart('status_5min', recorded_at))) {
    const before = readDay(sqlite, miner_key, dayAt);
    const taken = new Set(before.narrow.map(({ at }) => at));
    const fresh = rollUpStatuses(ofDay, FIVE_MINUTES_MS)
      .filter(({ at }) => !taken.has(at) && !read.has(at))
      .map((slot) => ({ ...slot, source: 'filled' as const }));
    if (fresh.length === 0) continue;
    const narrow = layOver(before.narrow, fresh);
    // An hour of which anything was read is told by its readings alone.
    const readHours = new Set(before.wide.filter(({ source }) => source === 'read').map(({ at }) => at));
    const filled = narrow.filter(({ at, source }) => source === 'filled' && !readHours.has(slotStart(at, HOUR_MS)));
    const after = { narrow, wide: layOver(before.wide, widenStatusSlots(filled, HOUR_MS)) };
    slots += fresh.length;
    steps.push({
      ...NOTHING,
      miner_key,
      blocks: [dayBlock(miner_key, dayAt, after)],
      shares: changeOfDay(before, after),
    });
  }
  return { slots, steps };
}

function asStatus({ at, ...figures }: RememberedPoint): RolledStatus {
  const untold = { hashrate_expected_hs: null, fan_rpm_max: null, hw_error_percent: null };
  return { recorded_at: at, ...figures, ...untold, chains: [] };
}

/** The slots of five minutes from the first to the last moment in which there are rows. */
function slotsWithRows(sqlite: Sqlite, minerKey: number, firstAt: number, lastAt: number): Set<number> {
  const moments = prepared<[number, number, number], number>(
    sqlite,
    'SELECT recorded_at FROM statuses WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ?',
  ).pluck();
  const [fromAt, toAt] = [slotStart(firstAt, FIVE_MINUTES_MS), slotStart(lastAt, FIVE_MINUTES_MS) + FIVE_MINUTES_MS];
  return new Set(moments.all(minerKey, fromAt, toAt).map((at) => slotStart(at, FIVE_MINUTES_MS)));
}

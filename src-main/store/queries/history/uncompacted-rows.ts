import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { GroupSum } from '../../../history/group-points.ts';
import { readSlotMeans } from '../../../history/slot-means.ts';
import { lastReadingAt } from '../../../history/status-block.ts';
import { slotStart, TIERS } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';

/**
 * Conditions that exclude rows which are already in a block and wait to be deleted
 * (schema/history.ts, sealed_rows). They are deleted later, in the order in which they were
 * written: rows of one miner are on as many pages as there are rows, those of one minute on few.
 */
export const UNCOMPACTED_STATUS = `NOT EXISTS (
  SELECT 1 FROM sealed_rows WHERE kind = 'status' AND sealed_rows.miner_key = statuses.miner_key
    AND from_at = statuses.recorded_at / 3600000 * 3600000 AND statuses.id <= through_id)`;

/**
 * The time of the first reading that is still a row. Of compacted rows only the latest of each
 * miner are excluded: they may be years old, and the others are as old as their block.
 */
export const FIRST_STATUS_AT = `SELECT recorded_at FROM statuses
  WHERE NOT EXISTS (SELECT 1 FROM miners WHERE latest_status_id = statuses.id) OR ${UNCOMPACTED_STATUS}
  ORDER BY recorded_at LIMIT 1`;

export const UNCOMPACTED_BOARD = `NOT EXISTS (
  SELECT 1 FROM sealed_rows WHERE kind = 'chip' AND sealed_rows.miner_key = chain_snapshots.miner_key
    AND from_at = chain_snapshots.recorded_at / 3600000 * 3600000 AND chain_snapshots.id <= through_id)`;

/**
 * The same for a miner's `slots`, each within one hour, on connections with `last_reading_at`:
 * excludes what is already in the sums. One check for each slot; one for each row would take
 * seconds. In an hour with a block, slots after its last reading are included: such an hour
 * continues after a clock that ran ahead. A late row of a slot in the block waits until the block
 * is rebuilt with it.
 */
const UNCOMPACTED_SLOT = `NOT EXISTS (
    SELECT 1 FROM sealed_rows WHERE kind = 'status' AND sealed_rows.miner_key = slots.miner_key
      AND from_at = slots.at / 3600000 * 3600000)
  AND slots.at > coalesce((
    SELECT last_reading_at(block) FROM history_blocks
    WHERE tier = 'status_raw' AND history_blocks.miner_key = slots.miner_key
      AND from_at = slots.at / 3600000 * 3600000), -1)`;

/** The start of the block of a tier that contains a slot. */
const blockOf = (tier: 'status_5min' | 'status_1h'): string =>
  `slots.at / ${TIERS[tier].blockMs} * ${TIERS[tier].blockMs}`;

/** The results of `roll_up_has` for an hour. */
const [LACKS, HAS, IS_DAMAGED] = [0, 1, 2];

/**
 * Whether the roll-ups of a miner contain the hour of one of its `slots`, if the block of that hour
 * is pruned: according to the day, or the month if the day is pruned too. Not checked for the
 * current hours of a miner, which are after all of its blocks.
 */
const ROLL_UPS_OF_SLOT = `CASE WHEN EXISTS (
    SELECT 1 FROM history_blocks WHERE tier IN ('status_raw', 'status_5min')
      AND history_blocks.miner_key = slots.miner_key AND from_at > slots.at)
  AND NOT EXISTS (
    SELECT 1 FROM history_blocks WHERE tier = 'status_raw' AND history_blocks.miner_key = slots.miner_key
      AND from_at = slots.at / 3600000 * 3600000)
  THEN coalesce(
    (SELECT roll_up_has(block, 'wide', slots.at) FROM history_blocks
     WHERE tier = 'status_5min' AND history_blocks.miner_key = slots.miner_key AND from_at = ${blockOf('status_5min')}),
    (SELECT roll_up_has(block, 'narrow', slots.at) FROM history_blocks
     WHERE tier = 'status_1h' AND history_blocks.miner_key = slots.miner_key AND from_at = ${blockOf('status_1h')}),
    ${LACKS})
  ELSE ${LACKS} END`;

/** For sums from the roll-ups: excludes their content until it is added to them. */
export const NOT_ROLLED_UP_SLOT = `${UNCOMPACTED_SLOT} AND ${ROLL_UPS_OF_SLOT} != ${HAS}`;

/**
 * For sums that are stored separately. They may contain what is in a damaged month; then nothing
 * more is added, so that no miner counts twice.
 */
export const NOT_SUMMED_SLOT = `${UNCOMPACTED_SLOT} AND ${ROLL_UPS_OF_SLOT} = ${LACKS}`;

const knowing = new WeakSet<Sqlite>();

/** Adds the functions of these conditions to a connection. A damaged block hides its whole hour. */
function knowLastReadings(sqlite: Sqlite): void {
  if (knowing.has(sqlite)) return;
  knowing.add(sqlite);
  sqlite.function('last_reading_at', { deterministic: true }, (block) => {
    try {
      return lastReadingAt(block as Uint8Array);
    } catch {
      return Number.MAX_SAFE_INTEGER;
    }
  });
  sqlite.function('roll_up_has', { deterministic: true }, (block, width, at) => {
    try {
      const { ats, filled } = readSlotMeans(block as Uint8Array, width as 'narrow' | 'wide');
      const place = ats.indexOf(slotStart(at as number, HOUR_MS));
      return place >= 0 && filled[place] === 0 ? HAS : LACKS;
    } catch {
      // Nothing is added to a damaged day, and the sums do not contain its remaining rows.
      return width === 'wide' ? LACKS : IS_DAMAGED;
    }
  });
}

/** Sums over the means of some miners in one slot. */
export interface SumRow extends GroupSum {
  readonly algorithm: string | null;
}

interface UncompactedSums {
  /** Which miners, in SQL: `IN (...)`. */
  readonly minerKeys: string;
  /** `NOT_SUMMED_SLOT` or `NOT_ROLLED_UP_SLOT`. */
  readonly slots: string;
  /** The parameters: `narrowMs`, `fromAt` and `toAt`, and those of `minerKeys`. */
  readonly values: object;
}

/**
 * Sums of what is not compacted yet: the means of each miner, then their sum. Numbers from
 * JavaScript are bound as REAL, hence the casts.
 */
export function uncompactedSums(sqlite: Sqlite, { minerKeys, slots, values }: UncompactedSums): SumRow[] {
  knowLastReadings(sqlite);
  return prepared<[object], SumRow>(
    sqlite,
    `SELECT at, algorithm, count(*) AS miners, 0 AS filled, sum(hashrate) AS hashrate_hs, sum(power) AS power_w,
              count(power) AS power_miners, max(temp) AS chip_temp_max_c
       FROM (SELECT recorded_at / CAST(@narrowMs AS INTEGER) * CAST(@narrowMs AS INTEGER) AS at, miner_key, avg(hashrate_hs) AS hashrate,
                    avg(power_w) AS power, max(chip_temp_max_c) AS temp
             FROM statuses INDEXED BY statuses_by_miner
             WHERE miner_key ${minerKeys}
               AND recorded_at >= @fromAt AND recorded_at < @toAt
             GROUP BY miner_key, 1) AS slots
       JOIN miners USING (miner_key) LEFT JOIN models ON models.alias = model_alias
       WHERE ${slots}
       GROUP BY at, algorithm`,
  ).all(values);
}

import { z } from 'zod';
import { RETENTION_PRESETS } from '../setting-defaults/retention.ts';
import { Counted, MacAddress, Measured, Text, TimestampMs } from './scalars.ts';

/**
 * What a history is made from: readings (`raw`), or roll-ups of a minute (farm and models only),
 * five minutes, an hour or a day. The newest part is always made from readings, in the same slots.
 */
export const HistoryTier = z.enum(['raw', '1min', '5min', '1h', '1d']);
export type HistoryTier = z.infer<typeof HistoryTier>;

/**
 * `filled`: PowerHive did not read it at the time, because it was closed or the computer slept. It
 * was read later from the miner's own history.
 */
export const HistorySource = z.enum(['read', 'filled']);
export type HistorySource = z.infer<typeof HistorySource>;

/** A span without readings although there should be some. Charts show a break there. */
export const HistoryGap = z.object({ from_at: TimestampMs, to_at: TimestampMs });
export type HistoryGap = z.infer<typeof HistoryGap>;

const span = {
  from_at: TimestampMs,
  to_at: TimestampMs,
  slot_ms: z
    .int()
    .describe(
      'width of a point, which begins at its `at`; a filled one covers five minutes at least; slots are counted from 1970 in UTC, so a day is one of UTC',
    ),
  tier: HistoryTier,
};

const slot = {
  at: TimestampMs,
  source: HistorySource,
};

const hashrate = {
  hashrate_hs: Measured.describe('mean'),
  hashrate_min_hs: Measured,
  hashrate_max_hs: Measured,
};

/**
 * A miner in one slot: means, except for minima and maxima. A figure is null if no reading had it.
 */
export const HistoryPoint = z.object({
  ...slot,
  readings: z.int().describe('how many readings it is made of'),
  ...hashrate,
  hashrate_expected_hs: Measured,
  power_w: Measured,
  chip_temp_max_c: Measured,
  pcb_temp_max_c: Measured,
  fan_duty_percent: Measured,
  fan_rpm_max: Counted,
  hw_error_percent: Measured,
});
export type HistoryPoint = z.infer<typeof HistoryPoint>;

/** A miner's history. Slots without readings are absent. */
export const MinerHistory = z.object({
  miner_id: MacAddress,
  ...span,
  points: z.array(HistoryPoint),
  gaps: z.array(HistoryGap),
});
export type MinerHistory = z.infer<typeof MinerHistory>;

/** A board in one slot. `hw_errors` is the last value of the miner's own counter. */
export const ChainHistoryPoint = z.object({
  ...slot,
  readings: z.int(),
  ...hashrate,
  power_w: Measured,
  chip_temp_max_c: Measured,
  pcb_temp_max_c: Measured,
  hw_errors: Counted,
});
export type ChainHistoryPoint = z.infer<typeof ChainHistoryPoint>;

export const ChainHistory = z.object({
  miner_id: MacAddress,
  chain_id: z.int(),
  ...span,
  points: z.array(ChainHistoryPoint),
  gaps: z.array(HistoryGap),
});
export type ChainHistory = z.infer<typeof ChainHistory>;

/** A chip in one slot. `errors` is the last value of the firmware's own counter. */
export const ChipHistoryPoint = z.object({
  ...slot,
  readings: z.int(),
  ...hashrate,
  temp_c: Measured.describe('mean'),
  temp_max_c: Measured,
  errors: Counted,
});
export type ChipHistoryPoint = z.infer<typeof ChipHistoryPoint>;

export const ChipHistory = z.object({
  miner_id: MacAddress,
  chain_id: z.int(),
  chip_id: z.int(),
  nth: z.int().describe('which of the chips of the board with this label, counted from 0'),
  ...span,
  points: z.array(ChipHistoryPoint),
  gaps: z.array(HistoryGap),
});
export type ChipHistory = z.infer<typeof ChipHistory>;

/**
 * Many miners in one slot: sums of their means, with the lowest and the highest sum if the slot
 * spans several. A miner that was monitored and did not respond adds nothing: the sums are 0 if none
 * responded. `complete` is false if the sum lacks miners of which nothing is known for that slot.
 * Such a point must not be drawn as the whole farm, which did not necessarily hash less.
 */
export const GroupHistoryPoint = z.object({
  ...slot,
  miners: z
    .int()
    .describe(
      'how many responded, as a mean over the slot; one that was read once in a sum of the `tier` counts in all of it, so that shorter outages are not seen',
    ),
  of_miners: z
    .int()
    .describe('how many were monitored then; where older versions recorded it, how many were read at nearby times'),
  complete: z
    .boolean()
    .describe(
      'true: all of `of_miners` are known, and those that are not in `miners` did not respond and hashed nothing, which may be all of them; false: some are unknown, because the slot still runs, or PowerHive did not monitor and not all remember it',
    ),
  ...hashrate,
  power_w: Measured,
  power_miners: z
    .int()
    .nullable()
    .describe(
      'of `miners`, how many report their power: `power_w` lacks the others; null where older versions made the sum',
    ),
  chip_temp_max_c: Measured.describe('the hottest of all'),
});
export type GroupHistoryPoint = z.infer<typeof GroupHistoryPoint>;

const group = { points: z.array(GroupHistoryPoint), gaps: z.array(HistoryGap) };

/** The farm, by algorithm: hash rates of different algorithms cannot be added. */
export const FleetHistory = z.object({ ...span, series: z.array(z.object({ algorithm: Text, ...group })) });
export type FleetHistory = z.infer<typeof FleetHistory>;

export const ModelHistory = z.object({ alias: z.string(), algorithm: Text, ...span, ...group });
export type ModelHistory = z.infer<typeof ModelHistory>;

/**
 * The miners that a query matches now, by algorithm. The history is of these same miners
 * throughout, even if the query did not match them in the past.
 */
export const QueryHistory = z.object({
  ...span,
  query: z.string(),
  miners: z.int().describe('that match now'),
  loading_miners: z
    .int()
    .describe('of these, whose own memory of a time without PowerHive is still to be read: sums of then will grow'),
  without_power: z.int().nullable().describe('of these, which hash now and report no power: sums of power lack them'),
  series: z.array(z.object({ algorithm: Text, ...group })),
});
export type QueryHistory = z.infer<typeof QueryHistory>;

/**
 * Something that happened: miners went `offline` or came `back`, restarted (`restart`, for any
 * reason), run another `preset`, or were changed by a `job`; or PowerHive did not monitor or record
 * (`powerhive`). Equal ones close to each other are one mark.
 */
export const HistoryMark = z.object({
  kind: z.enum(['offline', 'back', 'restart', 'preset', 'job', 'powerhive']),
  from_at: TimestampMs,
  to_at: TimestampMs.describe('when the last of them happened'),
  count: z.int().describe('how many miners; 0 for what concerns no single one'),
  miner_id: MacAddress.nullable().describe('where it is one'),
  job_id: z.uuidv7().nullable(),
  detail: Text.describe(
    'the presets before and after, those that it ran after a restart, what the job does, or what PowerHive said of itself',
  ),
});
export type HistoryMark = z.infer<typeof HistoryMark>;

export const HistoryMarks = z.object({
  marks: z.array(HistoryMark).describe('the oldest first'),
  from_readings: z
    .boolean()
    .describe('false for a span or a number of miners too large: restarts and presets are then only those of jobs'),
  cut_before_at: TimestampMs.nullable().describe(
    'of the activity before this moment nothing is in it, since there is too much; null: nothing is left out',
  ),
});
export type HistoryMarks = z.infer<typeof HistoryMarks>;

/**
 * Disk use of the history. What the file has beyond its tiers and free pages are readings of hours
 * that are not compacted yet.
 */
export const HistoryDiskUse = z.object({
  file_bytes: z.int(),
  free_pages_bytes: z.int().describe('inside the file, to be filled again'),
  disk_free_bytes: z.int().nullable(),
  tiers: z.array(
    z.object({
      tier: z.enum(['status_raw', 'chip_raw', 'status_5min', 'status_1h', 'chip_1h', 'chip_1d']),
      bytes: z.int(),
      blocks: z.int(),
      rows: z.int().describe('readings or roll-ups in the blocks'),
      from_at: TimestampMs.nullable(),
      kept_days: z.int(),
      projected_bytes: z.int().describe('after a year at the present number of miners and the present settings'),
    }),
  ),
  projected: z.object({
    miners: z.int().describe('that are read now'),
    bytes: z.int().describe('of the whole file after a year'),
    measured: z.boolean().describe('from what these miners took so far; false: from typical sizes'),
    presets: z
      .array(z.object({ preset: z.enum(RETENTION_PRESETS), bytes: z.int() }))
      .describe('of the whole file after a year, with each preset of retention in the settings'),
  }),
});
export type HistoryDiskUse = z.infer<typeof HistoryDiskUse>;

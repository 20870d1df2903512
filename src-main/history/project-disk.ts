import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { Settings } from '../../src-shared/model/index.ts';
import { TIER_NAMES, TIERS, type TierName } from './tiers.ts';

/** Sizes with the drift and noise of the simulator (docs/adr/0004), for a farm without history. */
export const TYPICAL_BYTES: Readonly<Record<TierName, number>> = {
  status_raw: 18,
  chip_raw: 1.5,
  status_5min: 31,
  status_1h: 35,
  chip_1h: 2,
  chip_1d: 2,
};

/** For a reading that is not compacted yet, with its parts and indexes. */
const STATUS_ROW_BYTES = 560;
const CHIP_ROW_BYTES = 6.2;
/** Indexes, half-filled pages, and the free pages that are kept. */
const OVERHEAD = 1.08;
/**
 * How many rows are needed to project the sizes of this farm: in a new block each row takes more
 * space than later.
 */
const LEAST_ROWS = {
  status_raw: 5000,
  chip_raw: 500_000,
  status_5min: 5000,
  status_1h: 2000,
  chip_1h: 200_000,
  chip_1d: 100_000,
};
const YEAR_DAYS = 365;

export interface Farm {
  readonly miners: number;
  /** Of all miners together. */
  readonly chips: number;
}

export interface DiskProjection {
  readonly bytes: number;
  readonly measured: boolean;
  readonly tiers: Readonly<Record<TierName, { readonly bytes: number; readonly keptDays: number }>>;
}

/** The disk use of a year of a farm, from the sizes of each tier so far. */
export function projectDisk(
  farm: Farm,
  { retention, intervals }: Pick<Settings, 'retention' | 'intervals'>,
  tiers: readonly { readonly tier: TierName; readonly bytes: number; readonly rows: number }[],
): DiskProjection {
  const kept: Readonly<Record<TierName, number>> = {
    status_raw: retention.status_days,
    chip_raw: retention.chip_days,
    status_5min: retention.status_5min_days,
    status_1h: retention.status_1h_days,
    chip_1h: retention.chip_1h_days,
    chip_1d: retention.chip_1d_days,
  };
  let measured = true;
  const project = (tier: TierName) => {
    const stored = tiers.find((one) => one.tier === tier);
    const isMeasured = stored !== undefined && stored.rows >= LEAST_ROWS[tier];
    if (!isMeasured && tier.endsWith('_raw')) measured = false;
    const bytesEach = isMeasured ? stored.bytes / stored.rows : TYPICAL_BYTES[tier];
    const of = tier.startsWith('chip') ? farm.chips : farm.miners;
    const everyMs =
      TIERS[tier].slotMs ?? (of === farm.chips ? intervals.telemetry_seconds : intervals.status_seconds) * 1000;
    const rows = of * (DAY_MS / everyMs) * Math.min(YEAR_DAYS, kept[tier]);
    return { bytes: Math.round(rows * bytesEach), keptDays: kept[tier] };
  };
  const projected = Object.fromEntries(TIER_NAMES.map((tier) => [tier, project(tier)])) as DiskProjection['tiers'];
  const uncompacted =
    farm.miners * (HOUR_MS / (intervals.status_seconds * 1000)) * STATUS_ROW_BYTES +
    farm.chips * (HOUR_MS / (intervals.telemetry_seconds * 1000)) * CHIP_ROW_BYTES;
  const compacted = Object.values(projected).reduce((sum, { bytes }) => sum + bytes, 0);
  return { bytes: Math.round((compacted + uncompacted) * OVERHEAD), measured, tiers: projected };
}

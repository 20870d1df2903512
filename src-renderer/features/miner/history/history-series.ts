import type { HistoryGap, MinerHistory } from '../../../../src-shared/model/index.ts';
import { brokenAtGaps, filledSpans, type Series } from '../../history/gaps-in-series.ts';

/**
 * A miner's history for charts. Times are UNIX seconds; hash rates are in the unit for single
 * miners of the algorithm.
 */
export interface HistorySeries {
  readonly times: readonly number[];
  readonly hashrate: Series;
  readonly hashrateLow: Series;
  readonly hashrateHigh: Series;
  readonly chipTempC: Series;
  readonly fanPercent: Series;
  readonly powerW: Series;
  readonly gaps: readonly HistoryGap[];
  /** Periods with data from the miner's own log. */
  readonly filled: readonly HistoryGap[];
}

export function historySeries({ points, gaps, slot_ms }: MinerHistory, hashesPerUnit: number): HistorySeries {
  const rows = brokenAtGaps(points, gaps);
  const column = (of: (point: MinerHistory['points'][number]) => number | null): Series =>
    rows.map(({ point }) => (point === null ? null : of(point)));
  const inUnit = (hashes: number | null): number | null => (hashes === null ? null : hashes / hashesPerUnit);
  return {
    times: rows.map(({ at }) => at / 1000),
    hashrate: column((point) => inUnit(point.hashrate_hs)),
    hashrateLow: column((point) => inUnit(point.hashrate_min_hs)),
    hashrateHigh: column((point) => inUnit(point.hashrate_max_hs)),
    chipTempC: column((point) => point.chip_temp_max_c),
    fanPercent: column((point) => point.fan_duty_percent),
    powerW: column((point) => point.power_w),
    gaps,
    filled: filledSpans(points, slot_ms),
  };
}

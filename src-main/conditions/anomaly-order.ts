import type { Anomaly } from '../../src-shared/model/index.ts';

const SEVERITY_ORDER: Readonly<Record<Anomaly['severity'], number>> = { critical: 0, warning: 1, notice: 2 };

/** What wants a person first, among those of one severity. */
const CODE_ORDER: Readonly<Record<Anomaly['code'], number>> = {
  figures_frozen: 0,
  pools_down: 1,
  miner_zero_hashrate: 2,
  board_zero_hashrate: 3,
  board_failed: 4,
  board_missing: 5,
  fan_lost: 6,
  chip_zero_hashrate: 7,
  shares_rejected: 8,
  board_chips_missing: 9,
  board_below_siblings: 10,
  chip_hot: 11,
  chip_grade_red: 12,
  chip_below_siblings: 13,
  boards_unread: 14,
  sensor_fault: 15,
  miner_throttled: 16,
  chip_throttled: 17,
  chip_grade_orange: 18,
};

const byName = new Intl.Collator('en', { numeric: true });

/** Worst first; among equals the miner's name decides, so that the list keeps still between readings. */
export function byWeight(a: Anomaly, b: Anomaly): number {
  return (
    SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
    CODE_ORDER[a.code] - CODE_ORDER[b.code] ||
    b.chip_ids.length - a.chip_ids.length ||
    byName.compare(a.miner_name, b.miner_name) ||
    a.miner_id.localeCompare(b.miner_id) ||
    (a.chain_id ?? 0) - (b.chain_id ?? 0)
  );
}

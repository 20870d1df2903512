import { knownWeakChips, weakChipsRank } from '../../src-shared/judging/chip-grades.ts';
import { readingEfficiency } from '../../src-shared/judging/efficiency.ts';
import { hashrateShare } from '../../src-shared/judging/hashrate.ts';
import { lostHs } from '../../src-shared/miner/lost-hashrate.ts';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import { isCritical, type Moment, needsAttention, poolHosts, reading } from '../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import type { ColumnId } from './column-ids.ts';
import { modelName } from './model-name.ts';

export type SortValue = string | number | null;

/** Order of the state column: the most serious first when ascending. */
function stateRank(miner: Miner): number {
  if (isCritical(miner)) return 0;
  if (needsAttention(miner)) return 1;
  if (!miner.online) return 2;
  if (!miner.polling.eligible) return 5;
  return miner.latest_status?.state === 'mining' ? 4 : 3;
}

const NATURAL_KEYS_KEPT = 50_000;
const naturalKeys = new Map<string, string>();

/**
 * Text for plain comparison in which numbers sort by value: R2-S9 before R2-S10, 10.0.0.9 before
 * 10.0.0.10.
 */
function naturalKey(text: string | null): string | null {
  if (text === null) return null;
  let key = naturalKeys.get(text);
  if (key === undefined) {
    key = text.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(8, '0'));
    if (naturalKeys.size >= NATURAL_KEYS_KEPT) naturalKeys.clear();
    naturalKeys.set(text, key);
  }
  return key;
}

export const SORT_VALUES: Readonly<Record<ColumnId, (miner: Miner, moment: Moment) => SortValue>> = {
  state: stateRank,
  name: (miner) => naturalKey(minerName(miner)),
  condition: ({ attention, latest_status }) => attention[0]?.message ?? latest_status?.state ?? null,
  model: (miner) => naturalKey(modelName(miner)),
  ip: (miner) => naturalKey(miner.ip ?? miner.last_ip),
  mac: ({ id }) => id,
  hostname: (miner) => naturalKey(miner.hostname),
  place: ({ place }) => naturalKey(place),
  tags: ({ tags }) => naturalKey(tags.length === 0 ? null : tags.join(' ')),
  firmware: (miner) => naturalKey(miner.firmware_version),
  hashrate: (miner) => reading(miner)?.hashrate_hs ?? null,
  expected: (miner) => reading(miner)?.hashrate_expected_hs ?? null,
  share: (miner) => hashrateShare(reading(miner)),
  lost: lostHs,
  preset: (miner) => naturalKey(reading(miner)?.preset ?? null),
  power: (miner) => reading(miner)?.power_w ?? null,
  efficiency: (miner) => minerEfficiency(miner),
  chip_temp: (miner) => reading(miner)?.chip_temp_max_c ?? null,
  fans: (miner) => reading(miner)?.fan_duty_percent ?? null,
  boards: ({ boards_on }) => boards_on?.on ?? null,
  errors: (miner) => reading(miner)?.hw_error_percent ?? null,
  rejected: (miner) => (reading(miner) === null ? null : (miner.rejected_percent ?? null)),
  chips: (miner, { nowMs }) => {
    const known = knownWeakChips(miner, nowMs);
    return known === null ? null : weakChipsRank(known);
  },
  pool: (miner) => reading(miner)?.pool_url ?? null,
  pools: (miner) => (reading(miner) === null ? null : poolHosts(miner)),
  worker: (miner) => naturalKey(reading(miner)?.pool_user ?? null),
  uptime: (miner) => reading(miner)?.uptime_s ?? null,
  last_seen: ({ latest_status }, { nowMs }) =>
    latest_status === null ? null : Math.max(0, nowMs - latest_status.recorded_at),
  offline_since: ({ online, offline_since_at }) => (online ? null : offline_since_at),
  managed: (miner) => (miner.managed ? 0 : 1),
};

/** J/TH as in the miner's row. */
export function minerEfficiency(miner: Miner): number | null {
  return readingEfficiency(reading(miner), miner.algorithm);
}

import { knownWeakChips } from '../../../src-shared/judging/chip-grades.ts';
import { readingEfficiency } from '../../../src-shared/judging/efficiency.ts';
import { hashrateShare } from '../../../src-shared/judging/hashrate.ts';
import { lostHs } from '../../../src-shared/miner/lost-hashrate.ts';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { freshReading, type Moment, poolHost, poolHosts } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { type CsvCell, type CsvSeparator, csvFile } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import type { ColumnId } from '../../miner-view/column-ids.ts';
import { firmwareText } from '../../miner-view/firmware-text.ts';
import { minerLook } from '../../miner-view/miner-look.ts';
import { modelName } from '../../miner-view/model-name.ts';

interface CsvColumn {
  readonly title: string;
  readonly cell: (miner: Miner, moment: Moment) => CsvCell;
}

const EXPECTED: CsvColumn = {
  title: 'hashrate_expected_ths',
  cell: (miner, moment) => scaled(freshReading(miner, moment)?.hashrate_expected_hs, 1e12),
};

/** Each column of the table as one or more CSV columns, with the unit in the title. */
const CSV_COLUMNS: Readonly<Record<ColumnId, readonly CsvColumn[]>> = {
  state: [{ title: 'state', cell: (miner, moment) => minerLook(miner, moment).word }],
  name: [{ title: 'name', cell: minerName }],
  condition: [{ title: 'condition', cell: (miner, moment) => minerLook(miner, moment).why }],
  model: [{ title: 'model', cell: modelName }],
  ip: [
    { title: 'ip', cell: ({ ip }) => ip },
    { title: 'last_ip', cell: ({ last_ip }) => last_ip },
  ],
  mac: [{ title: 'mac', cell: ({ id }) => id }],
  hostname: [{ title: 'hostname', cell: ({ hostname }) => hostname }],
  place: [{ title: 'place', cell: ({ place }) => place }],
  tags: [{ title: 'tags', cell: ({ tags }) => (tags.length === 0 ? null : tags.join(' ')) }],
  firmware: [{ title: 'firmware', cell: firmwareText }],
  hashrate: [
    { title: 'hashrate_ths', cell: (miner, moment) => scaled(freshReading(miner, moment)?.hashrate_hs, 1e12) },
    EXPECTED,
  ],
  expected: [EXPECTED],
  share: [
    {
      title: 'share_percent',
      cell: (miner, moment) => scaled(hashrateShare(freshReading(miner, moment)), 0.01),
    },
  ],
  lost: [
    {
      title: 'hashrate_lost_ths',
      cell: (miner, moment) => scaled(lostHs(miner, moment), 1e12),
    },
  ],
  preset: [{ title: 'preset', cell: (miner, moment) => freshReading(miner, moment)?.preset ?? null }],
  power: [{ title: 'power_w', cell: (miner, moment) => freshReading(miner, moment)?.power_w ?? null }],
  efficiency: [
    {
      title: 'efficiency_j_per_th',
      cell: (miner, moment) => hundredths(readingEfficiency(freshReading(miner, moment), miner.algorithm)),
    },
  ],
  chip_temp: [
    { title: 'chip_temp_max_c', cell: (miner, moment) => freshReading(miner, moment)?.chip_temp_max_c ?? null },
  ],
  fans: [
    { title: 'fans', cell: (miner, moment) => freshReading(miner, moment)?.fan_count ?? null },
    { title: 'fan_duty_percent', cell: (miner, moment) => freshReading(miner, moment)?.fan_duty_percent ?? null },
  ],
  boards: [
    { title: 'boards_on', cell: ({ boards_on }) => boards_on?.on ?? null },
    { title: 'boards', cell: ({ boards_on }) => boards_on?.total ?? null },
  ],
  errors: [
    { title: 'hw_error_percent', cell: (miner, moment) => freshReading(miner, moment)?.hw_error_percent ?? null },
  ],
  rejected: [
    {
      title: 'rejected_percent',
      cell: (miner, moment) => (freshReading(miner, moment) === null ? null : scaled(miner.rejected_percent, 1)),
    },
  ],
  chips: [
    { title: 'chips_weak', cell: (miner, { nowMs }) => knownWeakChips(miner, nowMs)?.weak ?? null },
    { title: 'chips_bad', cell: (miner, { nowMs }) => knownWeakChips(miner, nowMs)?.bad ?? null },
  ],
  pool: [{ title: 'pool', cell: (miner, moment) => poolHost(freshReading(miner, moment)?.pool_url ?? null) }],
  pools: [
    { title: 'pools', cell: (miner, moment) => (freshReading(miner, moment) === null ? null : poolHosts(miner)) },
  ],
  worker: [{ title: 'worker', cell: (miner, moment) => freshReading(miner, moment)?.pool_user ?? null }],
  uptime: [{ title: 'uptime_s', cell: (miner, moment) => freshReading(miner, moment)?.uptime_s ?? null }],
  last_seen: [
    {
      title: 'last_seen',
      cell: ({ last_seen_at }) => (last_seen_at === null ? null : isoTime(last_seen_at)),
    },
    {
      title: 'last_reading',
      cell: ({ latest_status }) => (latest_status === null ? null : isoTime(latest_status.recorded_at)),
    },
  ],
  offline_since: [
    {
      title: 'offline_since',
      cell: ({ online, offline_since_at }) => (online || offline_since_at === null ? null : isoTime(offline_since_at)),
    },
  ],
  managed: [{ title: 'managed', cell: ({ managed }) => managed }],
};

/**
 * Miners as a CSV file with the shown columns, and the MAC in any case, which identifies a miner.
 * Stale readings count as unknown. Unknown is an empty cell.
 */
export function fleetCsv(
  miners: readonly Miner[],
  columns: readonly ColumnId[],
  moment: Moment,
  separator: CsvSeparator = 'comma',
): string {
  const cells = [...new Set([...columns, 'mac' as const].flatMap((id) => CSV_COLUMNS[id]))];
  const head = cells.map(({ title }) => title);
  const rows = miners.map((miner) => cells.map(({ cell }) => cell(miner, moment)));
  return csvFile([head, ...rows], separator);
}

/** A quotient of two measured values is no more precise. */
function hundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

/** Divided, without rounding errors of the division. */
function scaled(value: number | null | undefined, factor: number): number | null {
  return value === null || value === undefined ? null : Number((value / factor).toPrecision(9));
}

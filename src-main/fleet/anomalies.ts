import type { Anomaly, AnomalySeverity } from '../../src-shared/model/index.ts';
import type { ChainReading } from '../firmware/readings.ts';

/** Whose boards they are, and what is known beside the reading. */
export interface AnomalyContext {
  readonly minerId: string;
  readonly minerName: string;
  readonly recordedAt: number;
  /** Boards the model has; null if unknown. */
  readonly boards: number | null;
}

const LOW_SHARE_OF_SIBLINGS = 0.7;
const HOT_ABOVE_BOARD_C = 15;

/** What stands out in one reading of a miner's boards and chips. Silent unless a board is mining: a starting board is all red by nature. */
export function findAnomalies(chains: readonly ChainReading[], context: AnomalyContext): Anomaly[] {
  const mining = chains.filter((chain) => chain.state === 'mining');
  if (mining.length === 0) return [];
  const found: Anomaly[] = [];
  const add = (
    code: Anomaly['code'],
    severity: AnomalySeverity,
    message: string,
    where: { chainId: number | null; chipIds?: number[]; value?: number | null; unit?: string },
  ): void => {
    found.push({
      code,
      severity,
      message,
      miner_id: context.minerId,
      miner_name: context.minerName,
      chain_id: where.chainId,
      chip_ids: where.chipIds ?? [],
      value: where.value ?? null,
      unit: where.unit ?? null,
      recorded_at: context.recordedAt,
    });
  };

  if (context.boards !== null && chains.length < context.boards) {
    const missing = context.boards - chains.length;
    add('board_missing', 'critical', `${missing} of ${context.boards} boards ${missing === 1 ? 'is' : 'are'} missing`, {
      chainId: null,
    });
  }
  for (const chain of chains) {
    if (chain.state === 'failure' || chain.state === 'disconnected') {
      const why = chain.failure_message === null ? '' : `: ${chain.failure_message}`;
      add('board_failed', 'critical', `Board ${chain.chain_id} is in ${chain.state}${why}`, {
        chainId: chain.chain_id,
      });
    }
  }
  const boardMedianHs = median(mining.map((chain) => chain.hashrate_hs));
  for (const chain of mining) {
    if (isLow(chain.hashrate_hs, boardMedianHs)) {
      const percent = share(chain.hashrate_hs, boardMedianHs);
      add('board_below_siblings', 'warning', `Board ${chain.chain_id} hashes ${percent} % of its siblings`, {
        chainId: chain.chain_id,
        value: percent,
        unit: '%',
      });
    }
    chipAnomalies(chain, add);
  }
  return found;
}

type Add = (
  code: Anomaly['code'],
  severity: AnomalySeverity,
  message: string,
  where: { chainId: number | null; chipIds?: number[]; value?: number | null; unit?: string },
) => void;

/** A chip is named once, for the worst that is wrong with it. */
function chipAnomalies(chain: ChainReading, add: Add): void {
  const board = `board ${chain.chain_id}`;
  const medianHs = median(chain.chips.map((chip) => chip.hashrate_hs));
  const medianTempC = median(chain.chips.map((chip) => chip.temp_c));
  const zero: number[] = [];
  const red: number[] = [];
  const low: number[] = [];
  const orange: number[] = [];
  const hot: number[] = [];
  const throttled: number[] = [];
  let hottestC = 0;
  for (const chip of chain.chips) {
    if (chip.hashrate_hs === 0) zero.push(chip.chip_id);
    else if (chip.grade === 'red') red.push(chip.chip_id);
    else if (isLow(chip.hashrate_hs, medianHs)) low.push(chip.chip_id);
    else if (chip.grade === 'orange') orange.push(chip.chip_id);
    if (chip.temp_c !== null && medianTempC !== null && chip.temp_c > medianTempC + HOT_ABOVE_BOARD_C) {
      hot.push(chip.chip_id);
      hottestC = Math.max(hottestC, chip.temp_c);
    }
    if (chip.throttled === true) throttled.push(chip.chip_id);
  }
  const at = (chipIds: number[], value: number | null = chipIds.length, unit = 'chips') => ({
    chainId: chain.chain_id,
    chipIds,
    value,
    unit,
  });
  if (zero.length > 0)
    add(
      'chip_zero_hashrate',
      'critical',
      `${chips(zero)} on ${board} ${zero.length === 1 ? 'hashes' : 'hash'} nothing`,
      at(zero),
    );
  if (red.length > 0) add('chip_grade_red', 'warning', `${chips(red)} on ${board} graded red`, at(red));
  if (low.length > 0) {
    add('chip_below_siblings', 'warning', `${chips(low)} on ${board} below 70 % of their siblings`, at(low));
  }
  if (hot.length > 0) {
    add('chip_hot', 'warning', `${chips(hot)} on ${board} far hotter than the rest`, at(hot, hottestC, '°C'));
  }
  if (orange.length > 0) add('chip_grade_orange', 'notice', `${chips(orange)} on ${board} graded orange`, at(orange));
  if (throttled.length > 0) add('chip_throttled', 'notice', `${chips(throttled)} on ${board} throttled`, at(throttled));
  const faulty = chain.sensors.filter((sensor) => sensor.state !== null && sensor.state !== 'measure');
  if (faulty.length > 0) {
    add(
      'sensor_fault',
      'notice',
      `${faulty.length} of ${chain.sensors.length} temperature sensors of ${board} do not measure`,
      {
        chainId: chain.chain_id,
      },
    );
  }
}

const SEVERITY_ORDER: Readonly<Record<AnomalySeverity, number>> = { critical: 0, warning: 1, notice: 2 };

/** Worst first; among equals the miner's name decides, so that the list keeps still between readings. */
export function byWeight(a: Anomaly, b: Anomaly): number {
  return (
    SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
    b.chip_ids.length - a.chip_ids.length ||
    a.miner_name.localeCompare(b.miner_name, 'en', { numeric: true }) ||
    (a.chain_id ?? 0) - (b.chain_id ?? 0)
  );
}

function chips(ids: readonly number[]): string {
  return ids.length === 1 ? `Chip ${ids[0]}` : `${ids.length} chips`;
}

function isLow(value: number | null, siblings: number | null): boolean {
  return value !== null && siblings !== null && siblings > 0 && value < siblings * LOW_SHARE_OF_SIBLINGS;
}

function share(value: number | null, whole: number | null): number | null {
  return value === null || whole === null || whole === 0 ? null : Math.round((value / whole) * 100);
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? null;
}

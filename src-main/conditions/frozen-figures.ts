import type { StatusFigures } from '../../src-shared/model/index.ts';
import type { ReadStatus } from './facts.ts';

const FIGURES: readonly (keyof StatusFigures)[] = [
  'state',
  'hashrate_hs',
  'hashrate_average_hs',
  'power_w',
  'pcb_temp_max_c',
  'chip_temp_min_c',
  'chip_temp_max_c',
  'hw_error_percent',
  'fan_duty_percent',
];
const FAN_FIGURES = ['fan_id', 'rpm'] as const;
const BOARD_FIGURES = [
  'chain_id',
  'hashrate_hs',
  'power_w',
  'voltage_v',
  'frequency_mhz',
  'chip_temp_min_c',
  'chip_temp_max_c',
  'hw_errors',
] as const;
const POOL_FIGURES = ['pool_id', 'accepted', 'rejected', 'stale'] as const;

/**
 * Whether two readings have the same measurements. Clocks are ignored, because they always advance.
 * The hash rate must be known.
 */
export function hasSameMeasurements(a: ReadStatus, b: ReadStatus): boolean {
  return (
    b.figures.hashrate_hs !== null &&
    agree(a.figures, b.figures, FIGURES) &&
    agreeInAll(a.chains, b.chains, BOARD_FIGURES) &&
    agreeInAll(a.fans, b.fans, FAN_FIGURES) &&
    agreeInAll(a.pools, b.pools, POOL_FIGURES)
  );
}

function agreeInAll<T>(a: readonly T[], b: readonly T[], figures: readonly (keyof T)[]): boolean {
  return a.length === b.length && a.every((item, i) => agree(item, b[i] as T, figures));
}

function agree<T>(a: T, b: T, figures: readonly (keyof T)[]): boolean {
  return figures.every((figure) => a[figure] === b[figure]);
}

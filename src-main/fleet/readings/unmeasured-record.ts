import type { Chain, Fan, StatusFigures } from '../../../src-shared/model/index.ts';
import type { StatusRecord } from '../../store/store.ts';

const NOT_MEASURED = {
  hashrate_hs: null,
  hashrate_average_hs: null,
  power_w: null,
  efficiency_j_per_th: null,
  pcb_temp_max_c: null,
  chip_temp_min_c: null,
  chip_temp_max_c: null,
  hw_error_percent: null,
  fan_duty_percent: null,
  fan_rpm_max: null,
} as const satisfies Partial<StatusFigures>;

const BOARD_NOT_MEASURED = {
  hashrate_hs: null,
  power_w: null,
  pcb_temp_min_c: null,
  pcb_temp_max_c: null,
  chip_temp_min_c: null,
  chip_temp_max_c: null,
  water_inlet_temp_c: null,
  water_outlet_temp_c: null,
  hw_errors: null,
} as const satisfies Partial<Chain>;

const FAN_NOT_MEASURED = { rpm: null } as const satisfies Partial<Fan>;

/**
 * The status of a miner with frozen figures, as it is recorded: its response and its state, but
 * none of the figures, which are old. In a chart they would look like measurements.
 */
export function unmeasuredRecord(record: StatusRecord): StatusRecord {
  return {
    ...record,
    figures: { ...record.figures, ...NOT_MEASURED },
    chains: record.chains.map((chain) => ({ ...chain, ...BOARD_NOT_MEASURED })),
    fans: record.fans.map((fan) => ({ ...fan, ...FAN_NOT_MEASURED })),
  };
}

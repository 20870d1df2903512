import type { OutgoingFigures } from '../store/queries/history/outgoing-statuses.ts';
import type { BoardReading } from './board-readings.ts';
import type { Combine } from './combine-readings.ts';

/** A figure that is sent: how several readings become one, and its name at the destination. */
export interface Figure<T> {
  readonly key: keyof T & string;
  readonly fold: Combine;
  /** Decimal places in PostgreSQL: more than any miner measures. */
  readonly digits: number;
  /** Name of the metric in remote write and in `GET /metrics?miners=true`. */
  readonly series: string;
  /** Factor from PowerHive's unit to the metric's. */
  readonly factor: number;
}

type Row<T> = readonly [key: keyof T & string, fold: Combine, digits: number, series: string, factor?: number];
function figures<T>(...rows: readonly Row<T>[]): readonly Figure<T>[] {
  return rows.map(([key, fold, digits, series, factor = 1]) => ({ key, fold, digits, series, factor }));
}

/** Figures of a miner, in the order of the columns in PostgreSQL. */
export const OUTGOING_MINER_FIGURES = figures<OutgoingFigures>(
  ['hashrate_hs', 'mean', 0, 'powerhive_miner_hashrate_hs'],
  ['power_w', 'mean', 2, 'powerhive_miner_power_watts'],
  ['efficiency_j_per_th', 'mean', 3, 'powerhive_miner_efficiency_j_per_th'],
  ['chip_temp_max_c', 'max', 2, 'powerhive_miner_chip_temp_max_celsius'],
  ['fan_duty_percent', 'mean', 2, 'powerhive_miner_fan_duty_ratio', 0.01],
);

/** Figures of a board, in the order of the columns in PostgreSQL. */
export const OUTGOING_BOARD_FIGURES = figures<BoardReading>(
  ['hashrate_hs', 'mean', 0, 'powerhive_board_hashrate_hs'],
  ['power_w', 'mean', 2, 'powerhive_board_power_watts'],
  ['chip_temp_min_c', 'min', 2, 'powerhive_board_chip_temp_min_celsius'],
  ['chip_temp_mean_c', 'mean', 2, 'powerhive_board_chip_temp_mean_celsius'],
  ['chip_temp_max_c', 'max', 2, 'powerhive_board_chip_temp_max_celsius'],
  ['chips_red', 'last', 0, 'powerhive_board_chips_red'],
  ['chips_orange', 'last', 0, 'powerhive_board_chips_orange'],
  ['chips_grey', 'last', 0, 'powerhive_board_chips_grey'],
  ['hw_errors', 'last', 0, 'powerhive_board_hw_errors'],
);

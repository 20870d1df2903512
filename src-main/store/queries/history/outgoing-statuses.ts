import type { Chain, StatusFigures } from '../../../../src-shared/model/index.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { finite, GIVEN_IDS, prepared } from '../../file/statements.ts';
import { UNCOMPACTED_STATUS } from './uncompacted-rows.ts';

const FIGURES = [
  'state',
  'hashrate_hs',
  'power_w',
  'efficiency_j_per_th',
  'chip_temp_max_c',
  'fan_duty_percent',
  'hashrate_expected_hs',
  'pcb_temp_max_c',
  'hw_error_percent',
  'fan_rpm_max',
] as const satisfies readonly (keyof StatusFigures)[];
const CHAIN = [
  'chain_id',
  'hashrate_hs',
  'power_w',
  'chip_temp_min_c',
  'chip_temp_max_c',
  'pcb_temp_max_c',
  'chips_red',
  'chips_orange',
  'chips_grey',
  'hw_errors',
] as const satisfies readonly (keyof Chain)[];

export type OutgoingFigures = Pick<StatusFigures, (typeof FIGURES)[number]>;
export type OutgoingChain = Pick<Chain, (typeof CHAIN)[number]>;

/** The part of a reading that is sent: a farm of ten thousand has forty thousand a minute. */
export interface OutgoingStatus extends OutgoingFigures {
  readonly id: number;
  readonly recorded_at: number;
  readonly chains: readonly OutgoingChain[];
}

type Row = OutgoingFigures & { readonly id: number; readonly recorded_at: number; chains: OutgoingChain[] };

/** Statuses of a miner that are not compacted yet, oldest first. */
export function readUncompacted(sqlite: Sqlite, minerKey: number, fromAt: number, toAt: number): OutgoingStatus[] {
  const rows = prepared<[number, number, number], Row>(
    sqlite,
    `SELECT id, recorded_at, ${FIGURES.join(', ')} FROM statuses
       WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_STATUS} ORDER BY recorded_at, id`,
  ).all(minerKey, fromAt, toAt);
  if (rows.length === 0) return rows;
  const byId = new Map<number, OutgoingChain[]>();
  for (const row of rows) {
    finite(row);
    row.chains = [];
    byId.set(row.id, row.chains);
  }
  const chains = prepared<[string], OutgoingChain & { readonly status_id: number }>(
    sqlite,
    `SELECT status_id, ${CHAIN.join(', ')} FROM chain_snapshots
       WHERE status_id IN ${GIVEN_IDS} AND miner_key IS NULL ORDER BY status_id, id`,
  ).all(JSON.stringify([...byId.keys()]));
  for (const chain of chains) byId.get(chain.status_id)?.push(finite(chain));
  return rows;
}

import type { Anomaly } from '../../src-shared/model/index.ts';

/** What stands out, without whose it is and since when. */
export type Finding = Omit<Anomaly, 'miner_id' | 'miner_name' | 'since_at' | 'recorded_at'>;

type Told = Pick<Finding, 'code' | 'severity' | 'message' | 'value' | 'unit'>;

/** About a miner as a whole. */
export function minerFinding(told: Told): Finding {
  return { ...told, chain_id: null, chip_ids: [], chip_positions: [], chips_on_board: null };
}

/** About a board, and no certain chips of it. `chips` is how many it shows, null if unknown. */
export function boardFinding(chainId: number, chips: number | null, told: Told): Finding {
  return { ...told, chain_id: chainId, chip_ids: [], chip_positions: [], chips_on_board: chips };
}

/** What a finding is about, whatever its words and figures are now: two of the same place are one. */
export function placeOf({ code, chain_id }: Pick<Finding, 'code' | 'chain_id'>): string {
  return `${code} ${chain_id ?? ''}`;
}

import type { Anomaly } from '../../src-shared/model/index.ts';

/** What stands out, without whose it is and since when. */
export type Finding = Omit<Anomaly, 'miner_id' | 'miner_name' | 'since_at' | 'recorded_at'>;

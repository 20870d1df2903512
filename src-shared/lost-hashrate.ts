import { CONDITION_OF_ATTENTION, type ConditionCode } from './judging/conditions.ts';
import { freshReading, type Moment } from './miner-now.ts';
import type { Miner } from './model/index.ts';

/** With these faults all is lost, however much a miner hashes: the farm is not paid for it. */
const UNPAID: ReadonlySet<string> = new Set<ConditionCode>(['pools_down', 'no_shares', 'pool_foreign']);

/** Readings of a sound miner differ by this share of what is expected: that is no loss. */
const NOISE = 0.02;

/**
 * What a miner falls short of what is expected of it, in hashes per second; null where that is not
 * known. One that is offline hashes nothing; one that only does not answer may.
 */
function shortfallHs(miner: Miner, moment: Moment): number | null {
  const expected = miner.latest_status?.hashrate_expected_hs ?? null;
  if (expected === null) return null;
  const isUnpaid = miner.attention.some(({ code }) => UNPAID.has(CONDITION_OF_ATTENTION[code] ?? code));
  const now = miner.online && !isUnpaid ? (freshReading(miner, moment)?.hashrate_hs ?? null) : 0;
  return now === null ? null : expected - now > expected * NOISE ? expected - now : 0;
}

/** The same of many: null where it is known of none. */
export function totalShortfallHs(miners: Iterable<Miner>, moment: Moment): number | null {
  let total: number | null = null;
  for (const miner of miners) {
    const short = shortfallHs(miner, moment);
    if (short !== null) total = (total ?? 0) + short;
  }
  return total;
}

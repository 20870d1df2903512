import { CONDITION_OF_ATTENTION, type ConditionCode } from '../condition-kinds.ts';
import type { Miner } from '../model/index.ts';
import { freshReading, type Moment } from './miner-now.ts';

/** With these conditions the whole hash rate is lost, because the farm is not paid for it. */
const UNPAID: ReadonlySet<string> = new Set<ConditionCode>(['pools_down', 'no_shares', 'pool_foreign']);

/** Readings of a healthy miner vary by this share of the expected rate: that is not a loss. */
const NOISE = 0.02;

/**
 * How far a miner is below its expected hash rate, in hashes per second; null if unknown. An
 * offline miner hashes nothing; one that only does not respond may still hash.
 */
function shortfallHs(miner: Miner, moment: Moment): number | null {
  const expected = miner.latest_status?.hashrate_expected_hs ?? null;
  if (expected === null) return null;
  const isUnpaid = miner.attention.some(({ code }) => UNPAID.has(CONDITION_OF_ATTENTION[code] ?? code));
  const now = miner.online && !isUnpaid ? (freshReading(miner, moment)?.hashrate_hs ?? null) : 0;
  return now === null ? null : expected - now > expected * NOISE ? expected - now : 0;
}

/** The sum over many miners; null if it is known for none. */
export function totalShortfallHs(miners: Iterable<Miner>, moment: Moment): number | null {
  let total: number | null = null;
  for (const miner of miners) {
    const short = shortfallHs(miner, moment);
    if (short !== null) total = (total ?? 0) + short;
  }
  return total;
}

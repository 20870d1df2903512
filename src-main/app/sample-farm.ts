import { minerLoss, recognisedLate, sumOfLoss, unpaidOf } from '../../src-shared/miner/lost-hashrate.ts';
import { freshReading, type Moment, maintenanceNow, needsAttention } from '../../src-shared/miner/miner-now.ts';
import { minerState } from '../../src-shared/miner/miner-state.ts';
import type { LossCause, Miner } from '../../src-shared/model/index.ts';
import type { CountedRates } from '../recording/counted-miners.ts';
import type { FarmSample } from '../recording/farm-record.ts';

/** The cause of a loss as it is stored: `rule:` and the id of a rule, or another `LossCause`. */
export const RULE = 'rule:' satisfies `${LossCause}:`;

/**
 * What the managed miners do now, by algorithm, as far as something is expected of them. `ruleOf`:
 * the rule that finds the likeliest cause on a miner; null if none does.
 */
export function sampleFarm(
  miners: Iterable<Miner>,
  moment: Moment,
  ruleOf: (minerId: string) => string | null,
): Map<string, FarmSample> {
  const samples = new Map<string, FarmSample>();
  for (const miner of miners) {
    const counted = miner.algorithm === null ? null : countedOf(miner, moment);
    if (counted === null || miner.algorithm === null) continue;
    const sample = samples.get(miner.algorithm) ?? {
      expectedHs: 0,
      hashedHs: 0,
      paidHs: 0,
      known: 0,
      hashing: 0,
      lostHs: new Map<string, number>(),
      miners: new Map<string, CountedRates>(),
      late: [],
    };
    samples.set(miner.algorithm, sample);
    const { expectedHs, hashedHs, paidHs, known, hashing, lostHs } = counted;
    sample.expectedHs += expectedHs;
    sample.hashedHs += hashedHs;
    sample.paidHs += paidHs;
    sample.known += known;
    sample.hashing += hashing;
    sample.miners.set(miner.id, counted);
    if (lostHs === 0) continue;
    const cause = causeOf(miner, moment, known === 0, ruleOf);
    sample.lostHs.set(cause, (sample.lostHs.get(cause) ?? 0) + lostHs);
    for (const { code, sinceAt, before } of recognisedLate(miner)) {
      const was = countedOf(before, moment);
      if (was === null) continue;
      sample.late.push({
        minerId: miner.id,
        code,
        sinceAt,
        hashedShare: shareLost(was.hashedHs, hashedHs),
        paidShare: shareLost(was.paidHs, paidHs),
        cause,
      });
    }
  }
  return samples;
}

/** How much less one rate is than another, from 0 to 1. */
const shareLost = (wasHs: number, hs: number): number => (hs < wasHs ? 1 - hs / wasHs : 0);

/** What a miner adds to a sample; null if nothing is expected of it. Rates in hashes per second. */
function countedOf(miner: Miner, moment: Moment) {
  const loss = minerLoss(miner, moment);
  if (loss === null) return null;
  const hashedHs = (miner.online ? freshReading(miner, moment)?.hashrate_hs : 0) ?? 0;
  const isKnown = loss.unreadHs === 0;
  return {
    expectedHs: loss.expectedHs,
    hashedHs,
    paidHs: hashedHs - unpaidOf(loss, hashedHs),
    known: Number(isKnown),
    hashing: Number(isKnown && hashedHs > 0),
    lostHs: sumOfLoss(loss),
  };
}

function causeOf(
  miner: Miner,
  moment: Moment,
  isUnread: boolean,
  ruleOf: (minerId: string) => string | null,
): LossCause | `${typeof RULE}${string}` {
  if (maintenanceNow(miner, moment) !== null) return 'maintenance';
  const rule = ruleOf(miner.id);
  if (rule !== null) return `${RULE}${rule}`;
  if (isUnread) return 'unread';
  return miner.online && !needsAttention(miner) && minerState(miner, moment).kind === 'paused' ? 'stopped' : 'other';
}

import { minerLoss, sumOfLoss, unpaidOf } from '../../src-shared/miner/lost-hashrate.ts';
import { freshReading, type Moment, maintenanceNow, needsAttention } from '../../src-shared/miner/miner-now.ts';
import { minerState } from '../../src-shared/miner/miner-state.ts';
import type { LossCause, Miner } from '../../src-shared/model/index.ts';
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
    const loss = miner.algorithm === null ? null : minerLoss(miner, moment);
    if (loss === null || miner.algorithm === null) continue;
    const sample = samples.get(miner.algorithm) ?? {
      expectedHs: 0,
      hashedHs: 0,
      paidHs: 0,
      known: 0,
      hashing: 0,
      lostHs: new Map<string, number>(),
    };
    samples.set(miner.algorithm, sample);
    const { expectedHs, unreadHs } = loss;
    const hashedHs = (miner.online ? freshReading(miner, moment)?.hashrate_hs : 0) ?? 0;
    sample.expectedHs += expectedHs;
    sample.hashedHs += hashedHs;
    sample.paidHs += hashedHs - unpaidOf(loss, hashedHs);
    if (unreadHs === 0) {
      sample.known += 1;
      if (hashedHs > 0) sample.hashing += 1;
    }
    const lostHs = sumOfLoss(loss);
    if (lostHs === 0) continue;
    const cause = causeOf(miner, moment, unreadHs > 0, ruleOf);
    sample.lostHs.set(cause, (sample.lostHs.get(cause) ?? 0) + lostHs);
  }
  return samples;
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

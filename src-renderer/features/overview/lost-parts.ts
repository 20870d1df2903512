import { minerLoss, sumOfLoss, UNPAID_KINDS } from '../../../src-shared/miner/lost-hashrate.ts';
import { type Moment, maintenanceNow, needsAttention } from '../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../src-shared/miner/miner-state.ts';
import type { Incident, Miner } from '../../../src-shared/model/index.ts';

/**
 * Why hash rate is lost. `problems` and what is hashed but not paid (`foreign`, `noPool`,
 * `rejected`) are what the problems lose together. `unread`: expected of miners that cannot be read.
 * `resting`: stopped on purpose. `starting`: also tuning. `below`: hashes less than expected, and that is
 * no problem, or not yet.
 */
const LOST_PARTS = ['problems', ...UNPAID_KINDS, 'unread', 'resting', 'starting', 'below'] as const;
type LostPart = (typeof LOST_PARTS)[number];

/** A smaller share of the lost hash rate is not named as a part of it. */
const LEAST_PART = 0.05;

/**
 * The lost hash rate of one algorithm by its reason, in hashes per second: the sum of what its
 * miners lose, as their problems say it.
 */
export function lostParts(
  miners: readonly Miner[],
  algorithm: string,
  moment: Moment,
): Readonly<Record<LostPart, number>> {
  const parts = { problems: 0, foreign: 0, noPool: 0, rejected: 0, unread: 0, resting: 0, starting: 0, below: 0 };
  for (const miner of miners) {
    const loss = miner.algorithm === algorithm ? minerLoss(miner, moment) : null;
    if (loss === null) continue;
    const { shortHs, unpaidHs, unpaid, unreadHs } = loss;
    if (isResting(miner, moment)) {
      parts.resting += sumOfLoss(loss);
      continue;
    }
    parts[partOf(miner, moment)] += shortHs;
    parts.unread += unreadHs;
    if (unpaid !== null) parts[unpaid] += unpaidHs;
  }
  return parts;
}

/** Why a miner hashes less than expected. */
function partOf(miner: Miner, moment: Moment): 'problems' | 'starting' | 'below' {
  if (needsAttention(miner) || !miner.online) return 'problems';
  return miner.settling || minerState(miner, moment).kind === 'changing' ? 'starting' : 'below';
}

/**
 * What problems of one algorithm lose that an operator has acknowledged or snoozed, in hashes per
 * second: it is lost all the same, but does not need them. `isOf`: whether a miner has the algorithm.
 */
export function lostSetAside(
  incidents: readonly Pick<Incident, 'state' | 'miner_ids' | 'hashrate_lost_hs'>[],
  isOf: (minerId: string) => boolean,
): { readonly hashrateHs: number; readonly states: readonly SetAside[] } {
  const aside = incidents.flatMap(({ state, miner_ids: [first = ''], hashrate_lost_hs }) => {
    if ((state !== 'acknowledged' && state !== 'snoozed') || !isOf(first)) return [];
    return (hashrate_lost_hs ?? 0) > 0 ? [{ state, lostHs: hashrate_lost_hs ?? 0 }] : [];
  });
  const states = SET_ASIDE.filter((one) => aside.some(({ state }) => state === one));
  return { hashrateHs: aside.reduce((sum, { lostHs }) => sum + lostHs, 0), states };
}

const SET_ASIDE = ['acknowledged', 'snoozed'] as const;
export type SetAside = (typeof SET_ASIDE)[number];

/** All that one algorithm loses now, in hashes per second. */
export function lostInAll(parts: ReturnType<typeof lostParts>): number {
  return LOST_PARTS.reduce((sum, part) => sum + parts[part], 0);
}

/** The parts that are named, the largest first, and what is left: together all that is lost. */
export function namedParts(
  parts: Readonly<Record<LostPart, number>>,
): readonly { readonly part: LostPart | 'other'; readonly lostHs: number }[] {
  const allHs = lostInAll(parts);
  const named = LOST_PARTS.filter((part) => parts[part] > 0 && parts[part] >= allHs * LEAST_PART)
    .map((part) => ({ part, lostHs: parts[part] }))
    .sort((a, b) => b.lostHs - a.lostHs);
  const otherHs = allHs - named.reduce((sum, { lostHs }) => sum + lostHs, 0);
  // Sums of large figures are not exact.
  return otherHs > allHs * 1e-9 ? [...named, { part: 'other', lostHs: otherHs }] : named;
}

function isResting(miner: Miner, moment: Moment): boolean {
  if (maintenanceNow(miner, moment) !== null) return true;
  return !needsAttention(miner) && miner.online && minerState(miner, moment).kind === 'paused';
}

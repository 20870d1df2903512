import { CONDITION_OF_ATTENTION, type ConditionCode } from '../condition-kinds.ts';
import { hashrateShare } from '../judging/hashrate.ts';
import type { Miner } from '../model/index.ts';
import { freshReading, type Moment, reading } from './miner-now.ts';

/** Why the farm is not paid for what a miner hashes. */
export const UNPAID_KINDS = ['foreign', 'noPool', 'rejected'] as const;
type UnpaidKind = (typeof UNPAID_KINDS)[number];

/** With these conditions the whole hash rate is lost, because the farm is not paid for it. */
const UNPAID: ReadonlyMap<ConditionCode, UnpaidKind> = new Map<ConditionCode, UnpaidKind>([
  ['pool_foreign', 'foreign'],
  ['pools_down', 'noPool'],
  ['no_shares', 'noPool'],
]);

/** The miner is read, and none of its figures is of now: it is not known to hash anything. */
const WITHOUT_FIGURES: ReadonlySet<ConditionCode> = new Set<ConditionCode>(['figures_frozen', 'figures_missing']);

/** Readings of a healthy miner vary by this share of the expected rate: that is not a loss. */
const NOISE = 0.02;

/** What a managed miner loses now, in hashes per second. The three losses add up. */
export interface MinerLoss {
  /** What it should hash: what is expected of its preset, and what it lost as that fell. */
  readonly expectedHs: number;
  /** What it hashes less than expected. */
  readonly shortHs: number;
  /** What it hashes, but the farm is not paid for, and why. */
  readonly unpaidHs: number;
  readonly unpaid: UnpaidKind | null;
  /** What is expected of it while it cannot be read: it may hash all the same. */
  readonly unreadHs: number;
}

/**
 * What a miner loses now: the only place where that is decided, for problems, sums and screens. Null
 * if nothing is expected of it, or it is not managed. An offline miner hashes nothing; one that only
 * does not respond may still hash.
 */
export function minerLoss(miner: Miner, moment: Moment): MinerLoss | null {
  const byPreset = miner.latest_status?.hashrate_expected_hs ?? null;
  if (byPreset === null || !miner.managed) return null;
  // With a preset that fell, less is expected of it: the rest is lost all the same.
  const expected = byPreset + (miner.preset_fall?.hashrate_lost_hs ?? 0);
  const loss = { expectedHs: expected, shortHs: 0, unpaidHs: 0, unpaid: null, unreadHs: 0 };
  const codes: readonly string[] = miner.attention.map(({ code }) => CONDITION_OF_ATTENTION[code] ?? code);
  if (!miner.online || codes.some((code) => WITHOUT_FIGURES.has(code as ConditionCode)))
    return { ...loss, shortHs: expected };
  const now = freshReading(miner, moment)?.hashrate_hs ?? null;
  const unpaid = codes.flatMap((code) => UNPAID.get(code as ConditionCode) ?? [])[0] ?? null;
  if (unpaid !== null) {
    const unpaidHs = Math.min(now ?? expected, expected);
    return { ...loss, shortHs: expected - unpaidHs, unpaidHs, unpaid };
  }
  if (now === null) return { ...loss, unreadHs: expected };
  const shortHs = expected - now > expected * NOISE ? expected - now : 0;
  const rejected = codes.includes('shares_rejected') ? (miner.rejected_percent ?? 0) / 100 : 0;
  return rejected === 0
    ? { ...loss, shortHs }
    : { ...loss, shortHs, unpaidHs: Math.min(now, expected) * rejected, unpaid: 'rejected' };
}

/** What is lost with these is not seen in a reading of before it was recognised. */
const RECOGNISED_LATE: ReadonlySet<string> = new Set<ConditionCode>([
  ...WITHOUT_FIGURES,
  ...UNPAID.keys(),
  'shares_rejected',
]);

/**
 * The problems of a miner by which it loses what its readings do not show, each with the miner as it
 * was counted before that was recognised, and when it began, in UNIX milliseconds.
 */
export function recognisedLate(
  miner: Miner,
): readonly { readonly code: string; readonly sinceAt: number; readonly before: Miner }[] {
  if (miner.attention.length === 0) return [];
  return miner.attention.flatMap(({ code: found, since_at }) => {
    const code = CONDITION_OF_ATTENTION[found] ?? found;
    const isFrozen = code === 'figures_frozen';
    const sinceAt = since_at ?? (isFrozen ? miner.figures_unchanged_since_at : null);
    if (sinceAt === null || !RECOGNISED_LATE.has(code)) return [];
    const attention = miner.attention.filter((other) => other.code !== found);
    return [{ code, sinceAt, before: { ...miner, attention, ...(isFrozen && { figures_unchanged_since_at: null }) } }];
  });
}

/** All that a miner loses now, in hashes per second; null if nothing is expected of it. */
export function lostHs(miner: Miner, moment: Moment): number | null {
  const loss = minerLoss(miner, moment);
  return loss === null ? null : sumOfLoss(loss);
}

/** The three losses together, in hashes per second. */
export function sumOfLoss({ shortHs, unpaidHs, unreadHs }: MinerLoss): number {
  return shortHs + unpaidHs + unreadHs;
}

/**
 * The part of the expected hash rate of a miner that the farm is paid for, from 0 to 1, or above for
 * one that hashes more; null if it is unknown.
 */
export function paidShare(miner: Miner, moment: Moment): number | null {
  const status = reading(miner);
  const share = hashrateShare(status);
  const loss = share === null ? null : minerLoss(miner, moment);
  const expectedHs = status?.hashrate_expected_hs ?? null;
  if (share === null || expectedHs === null || loss === null || loss.unpaid === null) return share;
  return loss.unpaid === 'rejected' ? Math.max(0, share - loss.unpaidHs / expectedHs) : 0;
}

/**
 * What a miner hashes now and the farm is not paid for, in hashes per second: `loss` says why. What
 * is above the expected rate is not lost, but not paid either.
 */
export function unpaidOf(loss: MinerLoss, hashedHs: number): number {
  if (loss.unpaid === null) return 0;
  return loss.unpaid === 'rejected' ? loss.unpaidHs : hashedHs;
}

/** The sum over many miners; null if it is known for none: of a miner that is not read, it is not. */
export function totalShortfallHs(miners: Iterable<Miner>, moment: Moment): number | null {
  let total: number | null = null;
  for (const miner of miners) {
    const loss = minerLoss(miner, moment);
    if (loss !== null && loss.unreadHs === 0) total = (total ?? 0) + loss.shortHs + loss.unpaidHs;
  }
  return total;
}

/**
 * What one algorithm hashes now and the farm is not paid for, in hashes per second, of how many
 * miners, and whether all of these are on a foreign pool.
 */
export function unpaidHashrate(
  miners: readonly Miner[],
  algorithm: string,
  moment: Moment,
): { readonly hashrateHs: number; readonly miners: number; readonly isForeign: boolean } {
  let [hashrateHs, count, isForeign] = [0, 0, true];
  for (const miner of miners) {
    const loss = miner.algorithm === algorithm ? minerLoss(miner, moment) : null;
    const own = freshReading(miner, moment)?.hashrate_hs ?? 0;
    if (loss === null || loss.unpaid === null || own === 0) continue;
    hashrateHs += unpaidOf(loss, own);
    count += 1;
    isForeign &&= loss.unpaid === 'foreign';
  }
  return { hashrateHs, miners: count, isForeign };
}

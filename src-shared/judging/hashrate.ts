import type { Chain, StatusFigures } from '../model/index.ts';
import type { BoardsOn } from './boards-on.ts';
import { LOW_HASHRATE_SHARE } from './thresholds.ts';
import { throttlePercent } from './throttle.ts';

/** Stored rates are rounded: what differs by less is the same. */
const SAME_SHARE = 0.001;

type Throttled = Pick<StatusFigures, 'state' | 'throttled_percent'>;

/**
 * What a miner may be expected to hash now, in hashes per second; null where unknown.
 *
 * What its preset promises is the better source: it is for all boards at full rate, so that boards
 * which are switched off and a throttle are taken from it. `hr_nominal` is the fall-back: a sum
 * over the boards that are on, before the throttle, which is a percentage of
 * nominal (6.13). Should a build take the throttle off its nominal rate itself, too little is
 * expected here: that hides a slow miner and raises no false alarm.
 */
export function expectedHashrateHs(
  figures: Throttled & Pick<StatusFigures, 'hashrate_nominal_hs'>,
  presetHs: number | null,
  boards: BoardsOn | null,
): number | null {
  const full =
    presetHs === null ? figures.hashrate_nominal_hs : presetHs * (boards === null ? 1 : boards.on / boards.total);
  return full === null || full <= 0 ? null : full * allowedShare(figures);
}

/**
 * What a preset promised, worked back from what was expected of a miner by it; null where that
 * followed from its nominal rate instead.
 */
export function promisedHashrateHs(
  figures: Throttled & Pick<StatusFigures, 'hashrate_nominal_hs' | 'hashrate_expected_hs'>,
  boards: BoardsOn | null,
): number | null {
  const { hashrate_expected_hs: expectedHs, hashrate_nominal_hs: nominalHs } = figures;
  const share = allowedShare(figures) * (boards === null ? 1 : boards.on / boards.total);
  if (expectedHs === null || share <= 0) return null;
  const byNominalHs = nominalHs === null ? null : nominalHs * allowedShare(figures);
  const isByNominal = byNominalHs !== null && Math.abs(expectedHs - byNominalHs) <= SAME_SHARE * byNominalHs;
  return isByNominal ? null : expectedHs / share;
}

/**
 * How much of what is expected of it a miner hashes, 1 for all of it; null where either is unknown.
 */
export function hashrateShare(
  status: Pick<StatusFigures, 'hashrate_hs' | 'hashrate_expected_hs'> | null,
): number | null {
  return status === null ? null : shareOf(status.hashrate_hs, status.hashrate_expected_hs);
}

/** The same of one board, compared with its nominal rate under the miner's throttle. */
export function boardHashrateShare(
  board: Pick<Chain, 'hashrate_hs' | 'hashrate_nominal_hs'>,
  miner: Throttled,
): number | null {
  const nominalHs = board.hashrate_nominal_hs;
  return shareOf(board.hashrate_hs, nominalHs === null ? null : nominalHs * allowedShare(miner));
}

export function isLowHashrate(share: number | null): boolean {
  return share !== null && share < LOW_HASHRATE_SHARE;
}

function allowedShare(figures: Throttled): number {
  return (throttlePercent(figures) ?? 100) / 100;
}

function shareOf(hashrateHs: number | null, expectedHs: number | null): number | null {
  return hashrateHs === null || expectedHs === null || expectedHs <= 0 ? null : hashrateHs / expectedHs;
}

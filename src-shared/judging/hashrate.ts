import type { Chain, StatusFigures } from '../model/index.ts';
import type { BoardsOn } from './boards-on.ts';
import { limitsInForce } from './farm-limits.ts';
import { throttlePercent } from './throttle.ts';

/** Stored rates are rounded: a smaller difference is none. */
const SAME_SHARE = 0.001;

type Throttled = Pick<StatusFigures, 'state' | 'throttled_percent'>;

/**
 * The expected hash rate of a miner now, in hashes per second; null if unknown.
 *
 * The rate of its preset is the better source. It is for all boards at full rate, so that boards
 * which are switched off and a throttle are subtracted. `hr_nominal` is the fallback: a sum over
 * the boards that are on, before the throttle, which is a percentage of nominal. If a build already
 * subtracts the throttle from its nominal rate, the result is too low: that hides a slow miner, but
 * raises no false alarm.
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
 * The rate of a preset, calculated back from the expected hash rate of a miner; null if that was
 * derived from its nominal rate.
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

/** The hash rate as a share of the expected one, 1 for all of it; null if either is unknown. */
export function hashrateShare(
  status: Pick<StatusFigures, 'hashrate_hs' | 'hashrate_expected_hs'> | null,
): number | null {
  return status === null ? null : shareOf(status.hashrate_hs, status.hashrate_expected_hs);
}

/** The same for one board, compared with its nominal rate under the miner's throttle. */
export function boardHashrateShare(
  board: Pick<Chain, 'hashrate_hs' | 'hashrate_nominal_hs'>,
  miner: Throttled,
): number | null {
  const nominalHs = board.hashrate_nominal_hs;
  return shareOf(board.hashrate_hs, nominalHs === null ? null : nominalHs * allowedShare(miner));
}

/** Whether a miner or a board hashes too little for a mark; `lowPercent` is the limit of the farm. */
export function isLowHashrate(share: number | null, lowPercent = limitsInForce().low_hashrate_percent): boolean {
  return share !== null && share < lowPercent / 100;
}

function allowedShare(figures: Throttled): number {
  return (throttlePercent(figures) ?? 100) / 100;
}

function shareOf(hashrateHs: number | null, expectedHs: number | null): number | null {
  return hashrateHs === null || expectedHs === null || expectedHs <= 0 ? null : hashrateHs / expectedHs;
}

import type { StatusFigures } from '../model/index.ts';
import { joulesPerTerahash } from '../units.ts';
import { PLAUSIBLE_OTHER_J_PER_TH, PLAUSIBLE_SHA256D_J_PER_TH } from './thresholds.ts';

/**
 * Joules per terahash. Null if either value is unknown, the hash rate is 0, or the result is
 * outside `plausible`: a miner that shows no power, or hardly hashes, has no efficiency.
 */
export function efficiencyJPerTh(
  powerW: number | null,
  hashrateHs: number | null,
  plausible: { readonly least: number; readonly most: number } = PLAUSIBLE_SHA256D_J_PER_TH,
): number | null {
  const efficiency = joulesPerTerahash(powerW, hashrateHs);
  return efficiency !== null && efficiency >= plausible.least && efficiency <= plausible.most ? efficiency : null;
}

/** The J/TH that are plausible for miners of an algorithm. */
export function plausibleEfficiency(algorithm: string): { readonly least: number; readonly most: number } {
  return algorithm === 'scrypt' ? PLAUSIBLE_OTHER_J_PER_TH : PLAUSIBLE_SHA256D_J_PER_TH;
}

/**
 * J/TH of a reading: its power by its current rate, so that a row agrees with itself and with the
 * sums of miners. The firmware's own figure, which is from the average rate, only where one of the
 * two is unknown. Null for scrypt miners, which cannot be compared.
 */
export function readingEfficiency(
  status: Pick<StatusFigures, 'power_w' | 'hashrate_hs' | 'efficiency_j_per_th'> | null,
  algorithm: string | null,
): number | null {
  if (status === null || algorithm === 'scrypt') return null;
  const { power_w: powerW, hashrate_hs: hashrateHs, efficiency_j_per_th: reported } = status;
  if (powerW === null || hashrateHs === null) return reported;
  return efficiencyJPerTh(powerW, hashrateHs);
}

/** Joules per gigahash of a scrypt miner, null by the same rules. */
export function scryptJPerGh(status: Pick<StatusFigures, 'power_w' | 'hashrate_hs'> | null): number | null {
  if (status === null) return null;
  const perTh = efficiencyJPerTh(status.power_w, status.hashrate_hs, PLAUSIBLE_OTHER_J_PER_TH);
  return perTh === null ? null : perTh / 1000;
}

import { freshReading, type Moment } from '../../../src-shared/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { efficiencyJPerTh } from '../../../src-shared/rules/efficiency.ts';
import { fleetTexts } from './fleet-texts.ts';
import { countsFor, FLEET_COUNTS, type FleetCount } from './search/fleet-filter.ts';

/** The hash rate of all miners of one algorithm. */
export interface AlgorithmTotal {
  readonly algorithm: string;
  readonly hashrateHs: number;
}

/**
 * What the header says of the fleet. Sums hold only what was read just now; null where that is
 * nothing.
 */
export interface FleetTotals {
  readonly counts: Readonly<Record<FleetCount, number>>;
  readonly hashrates: readonly AlgorithmTotal[];
  readonly powerW: number | null;
  /**
   * Of the sha256d miners whose power and hash rate make an efficiency: one that shows no power, or
   * hardly hashes, has none.
   */
  readonly efficiencyJPerTh: number | null;
  /** How many miners the sums are made of. */
  readonly freshCount: number;
}

export function fleetTotals(miners: readonly Miner[], moment: Moment): FleetTotals {
  const counts = { hashing: 0, attention: 0, offline: 0, unmanaged: 0 };
  const hashrates = new Map<string, number>();
  let powerW: number | null = null;
  let freshCount = 0;
  let pairedPowerW = 0;
  let pairedHashrateHs = 0;

  for (const miner of miners) {
    for (const count of FLEET_COUNTS) if (countsFor(miner, count, moment)) counts[count] += 1;
    const status = freshReading(miner, moment);
    if (status === null) continue;
    freshCount += 1;
    const algorithm = miner.algorithm ?? fleetTexts.unknownAlgorithm;
    if (status.hashrate_hs !== null) {
      hashrates.set(algorithm, (hashrates.get(algorithm) ?? 0) + status.hashrate_hs);
    }
    if (status.power_w !== null) powerW = (powerW ?? 0) + status.power_w;
    const isPair = algorithm === 'sha256d' && efficiencyJPerTh(status.power_w, status.hashrate_hs) !== null;
    pairedPowerW += isPair ? (status.power_w ?? 0) : 0;
    pairedHashrateHs += isPair ? (status.hashrate_hs ?? 0) : 0;
  }
  return {
    counts,
    hashrates: [...hashrates]
      .map(([algorithm, hashrateHs]) => ({ algorithm, hashrateHs }))
      .sort((a, b) => b.hashrateHs - a.hashrateHs),
    powerW,
    efficiencyJPerTh: efficiencyJPerTh(pairedPowerW, pairedHashrateHs),
    freshCount,
  };
}

import { freshReading, isCritical, isHashing, type Moment, needsAttention } from './miner-now.ts';
import type { Miner } from './model/index.ts';
import { efficiencyJPerTh } from './rules/efficiency.ts';

/** The counts in the header, each of which is a query. */
export const FLEET_COUNTS = ['hashing', 'attention', 'offline', 'unmanaged'] as const;
export type FleetCount = (typeof FLEET_COUNTS)[number];

/**
 * Whether a miner is behind a count: the result of the count's query, without parsing the query for
 * each miner.
 */
export function countsFor(miner: Miner, count: FleetCount, moment: Moment): boolean {
  switch (count) {
    case 'hashing':
      return isHashing(miner, moment);
    case 'offline':
      return !miner.online;
    case 'unmanaged':
      return !miner.managed;
    case 'attention':
      return needsAttention(miner);
  }
}

/** The hash rate of all miners of one algorithm. */
export interface AlgorithmTotal {
  readonly algorithm: string;
  readonly hashrateHs: number;
  /** What all managed miners are expected to hash, by their latest readings; null where unknown. */
  readonly expectedHs: number | null;
}

/**
 * What the header says of the fleet. Sums hold only what was read just now, and 0 of miners that
 * are offline; null where nothing is known.
 */
export interface FleetTotals {
  readonly counts: Readonly<Record<FleetCount, number>>;
  /** Whether one of those that need attention has a critical problem. */
  readonly critical: boolean;
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

const UNKNOWN_ALGORITHM = 'unknown algorithm';

export function fleetTotals(miners: readonly Miner[], moment: Moment): FleetTotals {
  const counts = { hashing: 0, attention: 0, offline: 0, unmanaged: 0 };
  const hashrates = new Map<string, number>();
  const expected = new Map<string, number>();
  let powerW: number | null = null;
  let freshCount = 0;
  let critical = false;
  let pairedPowerW = 0;
  let pairedHashrateHs = 0;

  for (const miner of miners) {
    for (const count of FLEET_COUNTS) if (countsFor(miner, count, moment)) counts[count] += 1;
    critical ||= isCritical(miner);
    const algorithm = miner.algorithm ?? UNKNOWN_ALGORITHM;
    const expectedHs = miner.managed ? (miner.latest_status?.hashrate_expected_hs ?? null) : null;
    if (expectedHs !== null) expected.set(algorithm, (expected.get(algorithm) ?? 0) + expectedHs);
    if (expectedHs !== null && !miner.online) {
      hashrates.set(algorithm, hashrates.get(algorithm) ?? 0);
      powerW ??= 0;
    }
    const status = freshReading(miner, moment);
    if (status === null) continue;
    freshCount += 1;
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
    critical,
    hashrates: [...hashrates]
      .map(([algorithm, hashrateHs]) => ({ algorithm, hashrateHs, expectedHs: expected.get(algorithm) ?? null }))
      .sort((a, b) => (b.expectedHs ?? b.hashrateHs) - (a.expectedHs ?? a.hashrateHs)),
    powerW,
    efficiencyJPerTh: efficiencyJPerTh(pairedPowerW, pairedHashrateHs),
    freshCount,
  };
}

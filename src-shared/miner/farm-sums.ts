import { efficiencyJPerTh, plausibleEfficiency } from '../judging/efficiency.ts';
import type { Miner, StatusSummary } from '../model/index.ts';
import { freshReading, isCritical, isHashing, type Moment, needsAttention } from './miner-now.ts';

/** Text for an unknown algorithm. */
const UNKNOWN_ALGORITHM = 'unknown algorithm';

/** The counts in the header; each is also a query. */
export const FARM_COUNTS = ['hashing', 'attention', 'offline', 'unmanaged'] as const;
export type FarmCount = (typeof FARM_COUNTS)[number];

/** The sums of all miners of one algorithm: hash rates of different ones cannot be added. */
export interface AlgorithmTotal {
  readonly algorithm: string;
  readonly hashrateHs: number;
  /** Expected hash rate of all managed miners, by their latest readings; null if unknown. */
  readonly expectedHs: number | null;
  /** What would be expected more of these if nothing were set lower on them. */
  readonly loweredHs: number;
  readonly powerW: number | null;
  /**
   * Of the miners with a plausible efficiency: one that reports no power, or hardly hashes, has
   * none.
   */
  readonly efficiencyJPerTh: number | null;
  /** Number of miners in these sums; some of them report no power. */
  readonly freshCount: number;
  /** Of these, how many are in `powerW`, and in `efficiencyJPerTh`. */
  readonly powerCount: number;
  readonly efficiencyCount: number;
}

/**
 * Sums over miners. Every sum over several miners that is shown is calculated here. Sums are of
 * current readings; null if nothing is known. An offline miner hashes nothing. Its power is unknown:
 * it may be running all the same, and its power supply draws some.
 */
export interface FarmTotals {
  readonly miners: number;
  readonly counts: Readonly<Record<FarmCount, number>>;
  /** Whether a miner has a critical condition. */
  readonly critical: boolean;
  /** By algorithm, that of most miners first. */
  readonly hashrates: readonly AlgorithmTotal[];
  readonly powerW: number | null;
  /** Of the sha256d miners. */
  readonly efficiencyJPerTh: number | null;
  readonly hottestC: number | null;
  /** Number of miners in the sums, and how many of them are in `powerW`. */
  readonly freshCount: number;
  readonly powerCount: number;
  /** Number of managed miners: a power sum of fewer is not the power of all. */
  readonly managedCount: number;
}

interface Tally {
  /** Null until a value is known. */
  hashrateHs: number | null;
  expectedHs: number | null;
  loweredHs: number;
  powerW: number | null;
  freshCount: number;
  powerCount: number;
  pairedCount: number;
  pairedPowerW: number;
  pairedHashrateHs: number;
}

export function farmTotals(miners: readonly Miner[], moment: Moment): FarmTotals {
  const counts = { hashing: 0, attention: 0, offline: 0, unmanaged: 0 };
  const tallies = new Map<string, Tally>();
  let powerW: number | null = null;
  let hottestC: number | null = null;
  let freshCount = 0;
  let powerCount = 0;
  let critical = false;

  for (const miner of miners) {
    for (const count of FARM_COUNTS) if (countsFor(miner, count, moment)) counts[count] += 1;
    critical ||= isCritical(miner);
    const algorithm = miner.algorithm ?? UNKNOWN_ALGORITHM;
    const expectedHs = miner.managed ? (miner.latest_status?.hashrate_expected_hs ?? null) : null;
    const status = freshReading(miner, moment);
    if (expectedHs === null && status === null) continue;
    const tally = tallyOf(tallies, algorithm);
    if (expectedHs !== null) {
      tally.expectedHs = (tally.expectedHs ?? 0) + expectedHs;
      tally.loweredHs += Math.max(0, (miner.lowered?.full_hashrate_hs ?? expectedHs) - expectedHs);
    }
    if (expectedHs !== null && !miner.online) tally.hashrateHs ??= 0;
    if (status === null) continue;
    freshCount += 1;
    addReading(tally, status, algorithm);
    if (status.power_w !== null) {
      powerW = (powerW ?? 0) + status.power_w;
      powerCount += 1;
    }
    if (status.chip_temp_max_c !== null) hottestC = Math.max(hottestC ?? -Infinity, status.chip_temp_max_c);
  }
  const hashrates = [...tallies].flatMap(([algorithm, tally]) => sumsOf(algorithm, tally));
  return {
    miners: miners.length,
    counts,
    critical,
    hashrates: hashrates.sort((a, b) => (b.expectedHs ?? b.hashrateHs) - (a.expectedHs ?? a.hashrateHs)),
    powerW,
    efficiencyJPerTh: hashrates.find(({ algorithm }) => algorithm === 'sha256d')?.efficiencyJPerTh ?? null,
    hottestC,
    freshCount,
    powerCount,
    managedCount: miners.length - counts.unmanaged,
  };
}

/** Whether a miner is in a count: the same result as the count's query, without parsing it. */
function countsFor(miner: Miner, count: FarmCount, moment: Moment): boolean {
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

function tallyOf(tallies: Map<string, Tally>, algorithm: string): Tally {
  let tally = tallies.get(algorithm);
  if (tally === undefined) {
    tally = {
      hashrateHs: null,
      expectedHs: null,
      loweredHs: 0,
      powerW: null,
      freshCount: 0,
      powerCount: 0,
      pairedCount: 0,
      pairedPowerW: 0,
      pairedHashrateHs: 0,
    };
    tallies.set(algorithm, tally);
  }
  return tally;
}

function addReading(tally: Tally, { hashrate_hs, power_w }: StatusSummary, algorithm: string): void {
  tally.freshCount += 1;
  if (power_w !== null) {
    tally.powerW = (tally.powerW ?? 0) + power_w;
    tally.powerCount += 1;
  }
  if (hashrate_hs !== null) tally.hashrateHs = (tally.hashrateHs ?? 0) + hashrate_hs;
  if (efficiencyJPerTh(power_w, hashrate_hs, plausibleEfficiency(algorithm)) === null) return;
  tally.pairedCount += 1;
  tally.pairedPowerW += power_w ?? 0;
  tally.pairedHashrateHs += hashrate_hs ?? 0;
}

function sumsOf(algorithm: string, tally: Tally): AlgorithmTotal[] {
  const { hashrateHs, expectedHs, loweredHs, powerW, freshCount, powerCount, pairedCount } = tally;
  if (hashrateHs === null) return [];
  const efficiency = efficiencyJPerTh(tally.pairedPowerW, tally.pairedHashrateHs, plausibleEfficiency(algorithm));
  const counts = { freshCount, powerCount, efficiencyCount: pairedCount };
  return [{ algorithm, hashrateHs, expectedHs, loweredHs, powerW, efficiencyJPerTh: efficiency, ...counts }];
}

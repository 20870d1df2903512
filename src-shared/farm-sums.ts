import { efficiencyJPerTh, plausibleEfficiency } from './judging/efficiency.ts';
import { freshReading, isCritical, isHashing, type Moment, needsAttention } from './miner-now.ts';
import type { Miner, StatusSummary } from './model/index.ts';

/** What an algorithm is called that no miner names. */
const UNKNOWN_ALGORITHM = 'unknown algorithm';

/** The counts in the header, each of which is a query. */
export const FARM_COUNTS = ['hashing', 'attention', 'offline', 'unmanaged'] as const;
export type FarmCount = (typeof FARM_COUNTS)[number];

/** The sums of all miners of one algorithm: work of different algorithms cannot be added up. */
export interface AlgorithmTotal {
  readonly algorithm: string;
  readonly hashrateHs: number;
  /** What all managed miners are expected to hash, by their latest readings; null where unknown. */
  readonly expectedHs: number | null;
  readonly powerW: number | null;
  /**
   * Of the miners whose power and hash rate make an efficiency: one that shows no power, or hardly
   * hashes, has none.
   */
  readonly efficiencyJPerTh: number | null;
  /** How many miners these are of. */
  readonly freshCount: number;
}

/**
 * What some miners do together. Every sum that is shown of several miners comes from here. Sums
 * hold only what was read just now, and 0 of miners that are offline; null where nothing is known.
 */
export interface FarmTotals {
  readonly miners: number;
  readonly counts: Readonly<Record<FarmCount, number>>;
  /** Whether one of those that need attention has a critical condition. */
  readonly critical: boolean;
  /** By algorithm, what most of the farm does first. */
  readonly hashrates: readonly AlgorithmTotal[];
  readonly powerW: number | null;
  /** Of the sha256d miners. */
  readonly efficiencyJPerTh: number | null;
  readonly hottestC: number | null;
  /** How many miners the sums are made of. */
  readonly freshCount: number;
}

interface Tally {
  /** Null until something of it is known. */
  hashrateHs: number | null;
  expectedHs: number | null;
  powerW: number | null;
  freshCount: number;
  pairedPowerW: number;
  pairedHashrateHs: number;
}

export function farmTotals(miners: readonly Miner[], moment: Moment): FarmTotals {
  const counts = { hashing: 0, attention: 0, offline: 0, unmanaged: 0 };
  const tallies = new Map<string, Tally>();
  let powerW: number | null = null;
  let hottestC: number | null = null;
  let freshCount = 0;
  let critical = false;

  for (const miner of miners) {
    for (const count of FARM_COUNTS) if (countsFor(miner, count, moment)) counts[count] += 1;
    critical ||= isCritical(miner);
    const algorithm = miner.algorithm ?? UNKNOWN_ALGORITHM;
    const expectedHs = miner.managed ? (miner.latest_status?.hashrate_expected_hs ?? null) : null;
    const status = freshReading(miner, moment);
    if (expectedHs === null && status === null) continue;
    const tally = tallyOf(tallies, algorithm);
    if (expectedHs !== null) tally.expectedHs = (tally.expectedHs ?? 0) + expectedHs;
    if (expectedHs !== null && !miner.online) {
      tally.hashrateHs ??= 0;
      tally.powerW ??= 0;
      powerW ??= 0;
    }
    if (status === null) continue;
    freshCount += 1;
    addReading(tally, status, algorithm);
    if (status.power_w !== null) powerW = (powerW ?? 0) + status.power_w;
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
  };
}

/** Whether a miner is counted as this: the result of the count's query, without parsing it. */
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
    tally = { hashrateHs: null, expectedHs: null, powerW: null, freshCount: 0, pairedPowerW: 0, pairedHashrateHs: 0 };
    tallies.set(algorithm, tally);
  }
  return tally;
}

function addReading(tally: Tally, { hashrate_hs, power_w }: StatusSummary, algorithm: string): void {
  tally.freshCount += 1;
  if (power_w !== null) tally.powerW = (tally.powerW ?? 0) + power_w;
  if (hashrate_hs !== null) tally.hashrateHs = (tally.hashrateHs ?? 0) + hashrate_hs;
  if (efficiencyJPerTh(power_w, hashrate_hs, plausibleEfficiency(algorithm)) === null) return;
  tally.pairedPowerW += power_w ?? 0;
  tally.pairedHashrateHs += hashrate_hs ?? 0;
}

function sumsOf(algorithm: string, tally: Tally): AlgorithmTotal[] {
  const { hashrateHs, expectedHs, powerW, freshCount, pairedPowerW, pairedHashrateHs } = tally;
  if (hashrateHs === null) return [];
  const efficiency = efficiencyJPerTh(pairedPowerW, pairedHashrateHs, plausibleEfficiency(algorithm));
  return [{ algorithm, hashrateHs, expectedHs, powerW, efficiencyJPerTh: efficiency, freshCount }];
}

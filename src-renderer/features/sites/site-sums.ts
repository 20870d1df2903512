import type { FarmSummary } from '../../../src-shared/model/index.ts';

type Sums = Pick<
  FarmSummary,
  'hashrates' | 'hashing' | 'miners' | 'attention' | 'offline' | 'power_w' | 'efficiency_j_per_th'
>;

/**
 * Sites together: hash rates by algorithm, never across them. What is expected of them is known where
 * it is known of each that hashes. Unknown power is left out; an efficiency of several sites is not
 * known from theirs.
 */
export function sumOfSites(summaries: readonly Sums[]): Sums {
  const rates = Map.groupBy(
    summaries.flatMap(({ hashrates }) => hashrates),
    ({ algorithm }) => algorithm,
  );
  const total = (key: 'hashing' | 'miners' | 'attention' | 'offline') =>
    summaries.reduce((sum, summary) => sum + summary[key], 0);
  const powers = summaries.flatMap(({ power_w }) => power_w ?? []);
  return {
    hashrates: [...rates].map(([algorithm, ofSites]) => ({
      algorithm,
      hashrate_hs: ofSites.reduce((sum, { hashrate_hs }) => sum + hashrate_hs, 0),
      expected_hs: expectedOf(ofSites),
    })),
    hashing: total('hashing'),
    miners: total('miners'),
    attention: total('attention'),
    offline: total('offline'),
    power_w: powers.length === 0 ? null : powers.reduce((a, b) => a + b, 0),
    efficiency_j_per_th: null,
  };
}

function expectedOf(rates: Sums['hashrates']): number | null {
  const expected = rates.flatMap(({ expected_hs }) => expected_hs ?? []);
  const isUnknown = rates.some(({ hashrate_hs, expected_hs }) => expected_hs === null && hashrate_hs > 0);
  return isUnknown || expected.length === 0 ? null : expected.reduce((a, b) => a + b, 0);
}

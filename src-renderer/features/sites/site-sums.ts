import type { FarmSummary } from '../../../src-shared/model/index.ts';

type Sums = Pick<
  FarmSummary,
  'hashrates' | 'hashing' | 'miners' | 'attention' | 'offline' | 'power_w' | 'efficiency_j_per_th'
>;

/**
 * Sites together: hash rates by algorithm, never across them. Unknown power is left out; an
 * efficiency of several sites is not known from theirs.
 */
export function sumOfSites(summaries: readonly Sums[]): Sums {
  const hashrates = new Map<string, Sums['hashrates'][number]>();
  for (const { algorithm, hashrate_hs, expected_hs } of summaries.flatMap((summary) => summary.hashrates)) {
    const sum = hashrates.get(algorithm) ?? { algorithm, hashrate_hs: 0, expected_hs: null };
    const expected = expected_hs === null ? sum.expected_hs : (sum.expected_hs ?? 0) + expected_hs;
    hashrates.set(algorithm, { algorithm, hashrate_hs: sum.hashrate_hs + hashrate_hs, expected_hs: expected });
  }
  const total = (key: 'hashing' | 'miners' | 'attention' | 'offline') =>
    summaries.reduce((sum, summary) => sum + summary[key], 0);
  const powers = summaries.flatMap(({ power_w }) => power_w ?? []);
  return {
    hashrates: [...hashrates.values()],
    hashing: total('hashing'),
    miners: total('miners'),
    attention: total('attention'),
    offline: total('offline'),
    power_w: powers.length === 0 ? null : powers.reduce((a, b) => a + b, 0),
    efficiency_j_per_th: null,
  };
}

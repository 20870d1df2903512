import type { FarmSummary, RemoteSite } from '../../../src-shared/model/index.ts';

export type Sums = Pick<
  FarmSummary,
  | 'hashrates'
  | 'hashing'
  | 'miners'
  | 'online'
  | 'attention'
  | 'critical'
  | 'offline'
  | 'open_incidents'
  | 'power_w'
  | 'unmanaged'
  | 'power_miners'
  | 'efficiency_j_per_th'
>;

/**
 * The summaries of this computer and of the live sites, each farm once, and the names of sites
 * whose figures are older, which no sum includes.
 */
export function seenNow(
  own: FarmSummary | null,
  sites: readonly RemoteSite[],
): { readonly summaries: readonly FarmSummary[]; readonly leftOut: readonly string[] } {
  const live = sites.filter(({ state }) => state.phase === 'live');
  const doubles = doublesOf(own, live);
  const counted = live.filter(({ id }) => !doubles.has(id));
  return {
    summaries: [own, ...counted.map(({ state }) => state.summary)].flatMap((summary) => summary ?? []),
    leftOut: sites.flatMap(({ name, state }) => (state.phase === 'live' || state.phase === 'off' ? [] : [name])),
  };
}

/**
 * Sites whose farm is in the list already, each with the name of the other one; null for the farm
 * of this computer.
 */
export function doublesOf(own: FarmSummary | null, sites: readonly RemoteSite[]): ReadonlyMap<string, string | null> {
  const names = new Map<string, string | null>(own?.site === undefined ? [] : [[own.site.id, null]]);
  const doubles = new Map<string, string | null>();
  for (const { id, name, state } of sites) {
    const farm = state.summary?.site?.id;
    if (farm === undefined) continue;
    const other = names.get(farm);
    if (other === undefined) names.set(farm, name);
    else doubles.set(id, other);
  }
  return doubles;
}

/**
 * Adds up sites: hash rates by algorithm, never across them. The expected hash rate is known only
 * if it is known for each site that hashes. Unknown power is left out, and of how many miners the
 * power is known only if each site says so. The efficiency is the mean
 * of the sites that have one, weighted by the hash rate that it is of.
 */
export function sumOfSites(summaries: readonly Sums[]): Sums {
  const rates = Map.groupBy(
    summaries.flatMap(({ hashrates }) => hashrates),
    ({ algorithm }) => algorithm,
  );
  const total = (key: 'hashing' | 'miners' | 'online' | 'attention' | 'offline' | 'unmanaged' | 'open_incidents') =>
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
    online: total('online'),
    attention: total('attention'),
    critical: summaries.some(({ critical }) => critical),
    offline: total('offline'),
    unmanaged: total('unmanaged'),
    open_incidents: total('open_incidents'),
    power_w: powers.length === 0 ? null : powers.reduce((a, b) => a + b, 0),
    ...countOfPower(summaries),
    efficiency_j_per_th: meanEfficiency(summaries),
  };
}

function countOfPower(summaries: readonly Sums[]): Pick<Sums, 'power_miners'> {
  let sum = 0;
  for (const { power_miners } of summaries) {
    if (power_miners === undefined) return {};
    sum += power_miners;
  }
  return { power_miners: sum };
}

function expectedOf(rates: Sums['hashrates']): number | null {
  const expected = rates.flatMap(({ expected_hs }) => expected_hs ?? []);
  const isUnknown = rates.some(({ hashrate_hs, expected_hs }) => expected_hs === null && hashrate_hs > 0);
  return isUnknown || expected.length === 0 ? null : expected.reduce((a, b) => a + b, 0);
}

function meanEfficiency(summaries: readonly Sums[]): number | null {
  let [watts, rate] = [0, 0];
  for (const { hashrates, efficiency_j_per_th: efficiency } of summaries) {
    const { hashrate_hs = 0 } = hashrates.find(({ algorithm }) => algorithm === 'sha256d') ?? {};
    if (efficiency === null) continue;
    watts += efficiency * hashrate_hs;
    rate += hashrate_hs;
  }
  return rate === 0 ? null : watts / rate;
}

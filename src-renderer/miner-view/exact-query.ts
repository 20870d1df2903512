import type { Moment } from '../../src-shared/miner/miner-now.ts';
import { nameMiners } from '../../src-shared/miner/named-miners.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { rackOf } from '../../src-shared/place.ts';
import { matchesTerms, networkQuery, parseQuery, rackQuery } from '../../src-shared/query/index.ts';
import { subnetOf } from '../../src-shared/subnet-of.ts';

/** So few are named one by one, which stays true whatever else changes. */
const FEW = 3;
/** Most racks in a query. */
const MOST_RACKS = 6;

/**
 * A query that finds these miners and no others now, as an operator would write it: one of
 * `likely`, their racks or their network, or such a place with one of `likely`. Else the list of
 * their MAC addresses; null if they are too many for that.
 */
export function exactQuery(
  wanted: readonly Miner[],
  miners: readonly Miner[],
  moment: Moment,
  likely: readonly string[] = [],
): string | null {
  if (wanted.length > FEW) {
    const ids = new Set(wanted.map(({ id }) => id));
    const places = placesOf(wanted);
    const combined = places.flatMap((place) => likely.map((one) => `${place} ${one}`));
    const found = [...likely, ...places, ...combined].find((query) => findsExactly(query, ids, miners, moment));
    if (found !== undefined) return found;
  }
  return nameMiners(wanted).query;
}

function findsExactly(query: string, ids: ReadonlySet<string>, miners: readonly Miner[], moment: Moment): boolean {
  const { terms, errors } = parseQuery(query);
  if (errors.length > 0) return false;
  let found = 0;
  for (const miner of miners) {
    if (!matchesTerms(terms, miner, moment)) continue;
    if (!ids.has(miner.id)) return false;
    found += 1;
  }
  return found === ids.size;
}

/** The query for the racks of all these miners, and the one for their network. */
function placesOf(miners: readonly Miner[]): string[] {
  const racks = new Set(miners.map(({ place }) => rackOf(place)));
  const named = [...racks].filter((rack) => rack !== null);
  const [network = null, ...others] = new Set(miners.map(({ ip, last_ip }) => subnetOf(ip ?? last_ip)));
  return [
    ...(named.length === racks.size && named.length <= MOST_RACKS ? [rackQuery(...named.sort())] : []),
    ...(network !== null && others.length === 0 ? [networkQuery(network)] : []),
  ];
}

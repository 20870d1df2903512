import { numberText } from './count-text.ts';
import { minerName, type Nameable } from './miner-name.ts';
import type { NamedMiners } from './model/index.ts';
import { rackOf } from './place.ts';
import { subnetOf } from './subnet-of.ts';

/** What of a miner is needed to say which ones many are. */
export type Findable = Nameable & { readonly place: string | null };

/** So many are named, all of them where no more are there. */
const MOST_NAMED = 3;
/** In so many racks it is worth saying in which. */
const MOST_RACKS = 2;
/** A query has no room for more: it is 2,000 characters at most. */
const MOST_IN_QUERY = 140;
const natural = new Intl.Collator('en', { numeric: true });

/** Which miners many are: the first of them by name, where they stand, and a query that finds them. */
export function nameMiners(miners: readonly Findable[]): NamedMiners {
  const query = `mac:${miners.map(({ id }) => id.replaceAll(':', '')).join('|')}`;
  return {
    names: firstNames(miners, miners.length > MOST_NAMED ? MOST_NAMED - 1 : MOST_NAMED),
    where: whereAll(miners),
    query: miners.length === 0 || miners.length > MOST_IN_QUERY ? null : query,
  };
}

/** "S19-03, S19-04 and 10 more in R7", of so many miners. */
export function namedMinersText({ names, where }: Pick<NamedMiners, 'names' | 'where'>, count: number): string {
  const more = count - names.length;
  const all = more > 0 ? [...names, `${numberText(more)} more`] : names;
  const last = all.at(-1) ?? '';
  const listed = all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
  return where === null ? listed : `${listed} in ${where}`;
}

/** The first names as a reader counts; of a large farm all are not sorted for that. */
function firstNames(miners: readonly Findable[], most: number): string[] {
  const first: string[] = [];
  for (const miner of miners) {
    const name = minerName(miner);
    const last = first.at(-1);
    if (first.length === most && last !== undefined && natural.compare(name, last) >= 0) continue;
    first.push(name);
    first.sort(natural.compare);
    if (first.length > most) first.pop();
  }
  return first;
}

/** The racks that all of them stand in, else the network of all of them; null where they are apart. */
function whereAll(miners: readonly Findable[]): string | null {
  const racks = new Set(miners.map(({ place }) => rackOf(place)));
  if (racks.size > 0 && racks.size <= MOST_RACKS && !racks.has(null)) {
    return [...racks]
      .map((rack) => rack ?? '')
      .sort(natural.compare)
      .join(' and ');
  }
  const [subnet = null, ...others] = new Set(miners.map(({ ip, last_ip }) => subnetOf(ip ?? last_ip)));
  return others.length === 0 ? subnet : null;
}

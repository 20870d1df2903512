import type { NamedMiners } from '../model/index.ts';
import { rackOf } from '../place.ts';
import { subnetOf } from '../subnet-of.ts';
import { numberText } from '../text/count-text.ts';
import { minerName, type Nameable } from './miner-name.ts';

/** The fields of a miner that a description of a group needs. */
export type Findable = Nameable & { readonly place: string | null };

/** Most miners that are named in a text. */
const MOST_NAMED = 3;
/** Most racks that are named in a text. */
const MOST_RACKS = 2;
/** Most miners in a query, which may have 2,000 characters. */
const MOST_IN_QUERY = 140;
const natural = new Intl.Collator('en', { numeric: true });

/**
 * Describes a group of miners: the first names, their common place, and a query that finds them.
 */
export function nameMiners(miners: readonly Findable[]): NamedMiners {
  const query = `mac:${miners.map(({ id }) => id.replaceAll(':', '')).join('|')}`;
  return {
    names: firstNames(miners, miners.length > MOST_NAMED ? MOST_NAMED - 1 : MOST_NAMED),
    where: whereAll(miners),
    query: miners.length === 0 || miners.length > MOST_IN_QUERY ? null : query,
  };
}

/** The text of a description: "S19-03, S19-04 and 10 more in R7". */
export function namedMinersText({ names, where }: Pick<NamedMiners, 'names' | 'where'>, count: number): string {
  const more = count - names.length;
  const all = more > 0 ? [...names, `${numberText(more)} more`] : names;
  const last = all.at(-1) ?? '';
  const listed = all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
  return where === null ? listed : `${listed} in ${where}`;
}

/** The names of a few, in natural order: "R6-09, R6-10"; null for none and for many. */
export function fewNames<One>(those: readonly One[], nameOf: (one: One) => string): string | null {
  return those.length === 0 || those.length > MOST_NAMED ? null : those.map(nameOf).sort(natural.compare).join(', ');
}

/**
 * Which miners they are, in a few words: one by its name, others by their racks or their network,
 * else the first of them and how many more.
 */
export function minersInShort(miners: readonly Findable[]): string | null {
  if (miners.length === 0) return null;
  const { names, where } = nameMiners(miners);
  return miners.length > 1 && where !== null ? where : namedMinersText({ names, where: null }, miners.length);
}

/** The first names in natural order, without sorting all names of a large farm. */
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

/** The racks of all miners, else their common network; null if there is neither. */
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

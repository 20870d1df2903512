import type { IncidentCause, Miner } from '../model/index.ts';
import { rackOf } from '../place.ts';
import { subnetOf } from '../subnet-of.ts';
import { countText } from '../text/count-text.ts';

/** From this share on, miners are mostly in one place. */
const MOST = 0.8;
/** So many places are named, and more are counted. */
const MOST_NAMED = 2;
const natural = new Intl.Collator('en', { numeric: true });

type Placed = Pick<Miner, 'place' | 'ip' | 'last_ip'>;

/**
 * Where miners are, with a space or a comma before it: their racks, that of most of them, or in how
 * many racks they are. Where none has a place, the same by network. Null if there is nothing to say
 * in a few words.
 */
export function whereWords(miners: readonly Placed[]): string | null {
  const racks = Map.groupBy(miners, ({ place }) => rackOf(place));
  if (racks.size === 1 && racks.has(null)) {
    const networks = Map.groupBy(miners, ({ ip, last_ip }) => subnetOf(ip ?? last_ip));
    return whereIn(networks, miners.length, '', 'network');
  }
  return whereIn(racks, miners.length, 'rack', 'rack');
}

/** `noun`: what precedes a name; `counted`: what is counted. */
function whereIn(
  groups: ReadonlyMap<string | null, readonly Placed[]>,
  of: number,
  noun: string,
  counted: string,
): string | null {
  const [largest] = [...groups].sort((a, b) => b[1].length - a[1].length);
  if (largest === undefined) return null;
  const [key, inLargest] = largest;
  const named = (name: string): string => (noun === '' ? name : `${noun} ${name}`);
  if (key !== null && inLargest.length === of) return ` in ${named(key)}`;
  if (key !== null && inLargest.length >= MOST * of) return `, most in ${named(key)}`;
  if (groups.has(null)) return null;
  if (groups.size > MOST_NAMED) return ` in ${countText(groups.size, counted)}`;
  const names = [...groups.keys()].map((name) => name ?? '').sort(natural.compare);
  return ` in ${noun === '' ? '' : `${noun}s `}${names.join(' and ')}`;
}

/** Where the miners of an incident are, as far as its cause does not say it; null if it does. */
export function whereBesideCause({ kind }: IncidentCause, miners: readonly Placed[]): string | null {
  if (kind === 'miner' || kind === 'rack') return null;
  const isKnown = kind === 'network' && miners.every(({ place }) => place === null);
  return isKnown ? null : whereWords(miners);
}

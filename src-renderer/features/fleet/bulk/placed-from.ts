import type { Miner, Rack } from '../../../../src-shared/model/index.ts';
import { placeOf, placeText, rackOf } from '../../../../src-shared/place.ts';
import { placesFrom } from '../../../miner-view/racks/free-places.ts';
import { sizeOf } from '../../../miner-view/racks/rack-slots.ts';
import { freeOf, knownRacks } from '../../places/place-offers.ts';
import { NO_TIME, sortMiners } from '../table/columns/fleet-sort.ts';
import type { Placed } from './place-rules.ts';

/**
 * Puts miners one after another, in the order of their addresses, into the free positions of a rack
 * from `first` on. Null if there are not enough.
 */
export function placedFrom(
  first: string,
  miners: readonly Miner[],
  racks: readonly Rack[],
  farm: readonly Miner[],
): Placed | null {
  const path = rackOf(first);
  if (path === null) return null;
  const known = knownRacks(racks, farm, new Set(miners.map(({ id }) => id))).get(path);
  const free = freeOf(known ?? { rack: path, known: null, miners: [] });
  const isNew = known === undefined || (sizeOf(known.known) === null && known.miners.length === 0);
  const places = (isNew ? shelfFrom(first, miners.length) : null) ?? placesFrom(first, free, miners.length);
  if (places === null) return null;
  const sorted = sortMiners(miners, { column: 'ip', descending: false }, NO_TIME);
  return new Map(sorted.flatMap(({ id }, index) => (places[index] === undefined ? [] : [[id, places[index]]])));
}

/** Positions from `3-4` on in a rack of which nothing is known: a shelf has as many as needed. Null without a shelf. */
function shelfFrom(first: string, count: number): readonly string[] | null {
  const place = placeOf(first);
  const [, before, slot] = /^(.*\d[-._ ]\p{L}{0,8})(\d{1,4})$/u.exec(place?.position ?? '') ?? [];
  if (place === null || before === undefined) return null;
  return Array.from({ length: count }, (_, n) => placeText({ ...place, position: `${before}${Number(slot) + n}` }));
}

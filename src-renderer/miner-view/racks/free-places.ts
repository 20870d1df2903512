import type { Miner } from '../../../src-shared/model/index.ts';
import { parsePlace, placeText } from '../../../src-shared/place.ts';
import { parsePosition, positionOf } from './position.ts';
import { type RackSize, rackSlots, slotPlaces } from './rack-slots.ts';

/**
 * The first free positions of a rack, at most `most`, as places in the notation of that rack. If
 * its size is unknown, gaps between its miners come first, then positions after the last one.
 */
export function freePlaces(
  rack: string,
  size: RackSize | null,
  miners: readonly Miner[],
  most: number,
): readonly string[] {
  const known = size ?? sizeLike(miners, most);
  const free = rackSlots(miners, known).slots.flatMap((miner, slot) => (miner === null ? slot : []));
  return free.slice(0, most).map(slotPlaces(rack, known, miners));
}

/** `count` places: the given one, and the free ones of its rack after it. Null if there are not as many. */
export function placesFrom(first: string, free: readonly string[], count: number): readonly string[] | null {
  const place = parsePlace(first);
  const at = place === null ? -1 : free.indexOf(placeText(place));
  return at === -1 || at + count > free.length ? null : free.slice(at, at + count);
}

/** A size that holds these miners as they are numbered, and `spare` more. */
function sizeLike(miners: readonly Miner[], spare: number): RackSize {
  const positions = miners.flatMap((miner) => parsePosition(positionOf(miner)) ?? []);
  const columns = Math.max(0, ...positions.map(({ shelf, slot }) => (shelf === null ? 0 : slot)));
  if (columns === 0 || positions.some(({ shelf }) => shelf === null)) {
    return { rows: 1, columns: Math.max(0, ...positions.map(({ slot }) => slot)) + spare };
  }
  return { rows: Math.max(...positions.map(({ shelf }) => shelf ?? 0)) + Math.ceil(spare / columns), columns };
}

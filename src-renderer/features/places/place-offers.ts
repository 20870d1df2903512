import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { freePlaces } from '../../miner-view/racks/free-places.ts';
import { rackSlots, sizeOf } from '../../miner-view/racks/rack-slots.ts';

const MOST_OFFERED = 30;
const MOST_POSITIONS = 4;
/** As many miners as are placed at once in a rack of unknown size. */
const MOST_FREE = 500;
const natural = new Intl.Collator('en', { numeric: true });

/** A rack that is known by its description or by the places of miners. */
export interface KnownRack {
  readonly rack: string;
  readonly known: Rack | null;
  /** Without the miners that are to be placed. */
  readonly miners: readonly Miner[];
}

/** What a typed place can be completed to. All but a free position end with "/", for what follows. */
export interface PlaceOffer {
  readonly place: string;
  readonly kind: 'building' | 'row' | 'rack' | 'position';
  /** Racks of a building or a row, miners of a rack. */
  readonly count: number;
  /** Free slots of a rack; null if its size is unknown. */
  readonly free: number | null;
}

/** All racks of the farm by their path. `placing` are the miners whose place is typed. */
export function knownRacks(
  racks: readonly Rack[],
  farm: readonly Miner[],
  placing: ReadonlySet<string>,
): ReadonlyMap<string, KnownRack> {
  const found = new Map<string, { rack: string; known: Rack | null; miners: Miner[] }>();
  for (const known of racks) found.set(known.rack, { rack: known.rack, known, miners: [] });
  for (const miner of farm) {
    const rack = rackOf(miner.place);
    if (rack === null) continue;
    const known = found.get(rack) ?? { rack, known: null, miners: [] };
    if (!found.has(rack)) found.set(rack, known);
    if (!placing.has(miner.id)) known.miners.push(miner);
  }
  return found;
}

/** The free positions of a rack, as places, the first ones first. */
export function freeOf({ rack, known, miners }: KnownRack): readonly string[] {
  return freePlaces(rack, sizeOf(known), miners, MOST_FREE);
}

/**
 * What a typed place can be completed to: the next part of a path, buildings, rows and racks that
 * contain the text, and the free positions of the rack that is written, or is the only one left.
 */
export function placeOffers(typed: string, racks: ReadonlyMap<string, KnownRack>): readonly PlaceOffer[] {
  const text = typed.trimStart().toLowerCase();
  // A rack may be written where its name is that of a row too: A/3 is in the rack A, and A/R7/3 in R7.
  const written = [...racks.values()]
    .filter(({ rack }) => text.startsWith(`${rack}/`.toLowerCase()))
    .reduce<KnownRack | null>((most, one) => (most !== null && most.rack.length > one.rack.length ? most : one), null);
  const offers = nodes(racks)
    .flatMap((offer) => {
      const rank = rankOf(offer.place.toLowerCase(), text);
      return rank === null || (written !== null && rank > 1) ? [] : { offer, rank };
    })
    .sort((a, b) => a.rank - b.rank || natural.compare(a.offer.place, b.offer.place))
    .map(({ offer }) => offer);
  if (written !== null) return [...offers.slice(0, MOST_OFFERED), ...positions(written, text)];
  const left = offers.filter(({ kind }) => kind === 'rack');
  const only =
    left.length === 1 && (text !== '' || offers.length === 1)
      ? racks.get(left[0]?.place.slice(0, -1) ?? '')
      : undefined;
  return [...offers.slice(0, MOST_OFFERED), ...(only === undefined ? [] : positions(only, ''))];
}

function positions(rack: KnownRack, text: string): readonly PlaceOffer[] {
  const free = freeOf(rack).filter((place) => place.toLowerCase().startsWith(text));
  // A whole position needs no more: R7/2 does not stand for R7/20.
  if (free.some((place) => place.toLowerCase() === text)) return [];
  return free.slice(0, MOST_POSITIONS).map((place) => ({ place, kind: 'position', count: 0, free: null }));
}

/** All buildings, rows and racks; what is a row and a rack is named once. */
function nodes(racks: ReadonlyMap<string, KnownRack>): readonly PlaceOffer[] {
  const above = new Map<string, PlaceOffer>();
  const own = [...racks.values()].map(({ rack, known, miners }): PlaceOffer => {
    const parts = rack.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const place = `${parts.slice(0, depth).join('/')}/`;
      const kind = parts.length - depth === 2 ? 'building' : (above.get(place)?.kind ?? 'row');
      above.set(place, { place, kind, count: (above.get(place)?.count ?? 0) + 1, free: null });
    }
    const size = sizeOf(known);
    return {
      place: `${rack}/`,
      kind: 'rack',
      count: miners.length,
      free: size === null ? null : rackSlots(miners, size).slots.filter((slot) => slot === null).length,
    };
  });
  return [...above.values(), ...own.filter(({ place }) => !above.has(place))];
}

/** Lower is nearer to what was typed; null if it does not contain it. Without a text, only the first parts. */
function rankOf(place: string, text: string): number | null {
  const isNext = place.startsWith(text) && !place.slice(text.length, -1).includes('/');
  if (isNext && place !== text) return 0;
  if (text === '' || place === text) return null;
  if (place.startsWith(text)) return 1;
  return place.includes(`/${text}`) ? 2 : place.includes(text) ? 3 : null;
}

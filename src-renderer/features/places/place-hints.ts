import { type FarmRacks, meantPlace } from '../../../src-shared/meant-place.ts';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { placeOf, placeText, rackPath } from '../../../src-shared/place.ts';

const MOST_MEANT = 3;
const NOTHING: PlaceHints = { meant: [], holders: [] };
const natural = new Intl.Collator('en', { numeric: true });

/** What an operator should know before miners are put in a place. */
export interface PlaceHints {
  /** The place in known racks that may be meant, while the typed one is in a new rack. */
  readonly meant: readonly string[];
  /** The names of the other miners at exactly that position; empty without a position. */
  readonly holders: readonly string[];
}

/**
 * Compares a typed place with those of the farm. Where it is in a new rack, a known one may be meant:
 * of the same name in a row or building, written without the "/" at its end, or in the row or
 * building that is written. `farmRacks` are the racks of `farm` and those that are described;
 * `placing` are the miners that are to be put there.
 */
export function placeHints(
  typed: string,
  farmRacks: FarmRacks,
  farm: readonly (Pick<Miner, 'id' | 'place'> & Parameters<typeof minerName>[0])[],
  placing: ReadonlySet<string>,
): PlaceHints {
  const place = meantPlace(typed, farmRacks);
  if (place === null) return NOTHING;
  const racks = farmRacks.paths();
  const text = placeText(place);
  const end = `/${rackPath(place)}`.toLowerCase();
  const start = `${typed.trim().replace(/\/+$/, '')}/`.toLowerCase();
  const meant = racks.has(rackPath(place))
    ? []
    : [...racks]
        .flatMap((rack) => {
          if (`${rack}/`.toLowerCase().startsWith(start)) return `${rack}/`;
          return `/${rack}`.toLowerCase().endsWith(end) ? `${rack}/${place.position ?? ''}` : [];
        })
        .sort(natural.compare)
        .slice(0, MOST_MEANT);
  const holders =
    place.position === null
      ? []
      : farm
          .filter((miner) => {
            const held = placing.has(miner.id) ? null : placeOf(miner.place);
            return held !== null && placeText(held) === text;
          })
          .map(minerName);
  return { meant, holders };
}

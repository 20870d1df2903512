import type { Miner, Rack } from './model/index.ts';
import { exactPlaceText, type Place, parsePlace, parseRack, rackOf, rackPath } from './place.ts';

/** The racks of a farm, among which a typed place is read. */
export interface FarmRacks {
  /** Their paths, as written. */
  paths(): ReadonlySet<string>;
  /** In any case of its letters. */
  has(rack: string): boolean;
  /** How many parts the racks have whose path begins with this part. */
  depthsBelow(first: string): ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * The racks that are described or named by the places of miners. Most typed places are clear
 * without them: no miner is looked at before the first one that is not.
 */
export function farmRacks(described: Iterable<Pick<Rack, 'rack'>>, miners: Iterable<Pick<Miner, 'place'>>): FarmRacks {
  let index: ReturnType<typeof indexOf> | null = null;
  const found = () => {
    index ??= indexOf(described, miners);
    return index;
  };
  return {
    paths: () => found().exact,
    has: (rack) => found().lower.has(rack.toLowerCase()),
    depthsBelow: (first) => found().depths.get(first.toLowerCase()) ?? NONE,
  };
}

function indexOf(described: Iterable<Pick<Rack, 'rack'>>, miners: Iterable<Pick<Miner, 'place'>>) {
  const exact = new Set<string>();
  for (const { rack } of described) exact.add(rack);
  for (const { place } of miners) {
    const rack = rackOf(place);
    if (rack !== null) exact.add(rack);
  }
  const lower = new Set<string>();
  const depths = new Map<string, Set<number>>();
  for (const rack of exact) {
    const path = rack.toLowerCase();
    const parts = path.split('/');
    const [first = ''] = parts;
    lower.add(path);
    depths.set(first, (depths.get(first) ?? new Set()).add(parts.length));
  }
  return { exact, lower, depths };
}

/**
 * Parses a typed place as `parsePlace` does, but for a new rack without the "/" at its end: where
 * `Hall 1` is known as a building, `Hall 1/C/R9` is the rack R9 in row C, and not the position R9 of
 * a rack C. Exact are a place in a known rack, a position that begins with a digit, a place with
 * all four parts (empty ones too), and a rack with "/" at its end.
 */
export function meantPlace(typed: string, racks: FarmRacks): Place | null {
  const place = parsePlace(typed);
  const parts = typed.split('/').map((part) => part.trim());
  if (place === null || exactPlaceText(place) === parts.join('/') || place.position === null) return place;
  // The rack is known, or there are racks as deep as what was typed would be with a position.
  if (racks.has(rackPath(place))) return place;
  const depths = racks.depthsBelow(parts[0] ?? '');
  return depths.has(parts.length) && !depths.has(parts.length - 1) ? (parseRack(typed) ?? place) : place;
}

/** A patch whose place is read as it is, by `meantPlace` too: for places that are not typed, or were read before. */
export function withExactPlace<Patch extends { readonly place?: string | null | undefined }>(patch: Patch): Patch {
  const place = typeof patch.place === 'string' ? parsePlace(patch.place) : null;
  return place === null ? patch : { ...patch, place: exactPlaceText(place) };
}

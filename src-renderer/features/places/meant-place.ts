import { type Place, parsePlace, parseRack, rackPath } from '../../../src-shared/place.ts';

/**
 * Parses a typed place as `parsePlace` does, but for a new rack without the "/" at its end: where
 * `Hall 1` is known as a building, `Hall 1/C/R9` is the rack R9 in row C, and not the position R9 of
 * a rack C. `racks` are the paths of the known racks.
 */
export function meantPlace(typed: string, racks: Iterable<string>): Place | null {
  const place = parsePlace(typed);
  const parts = typed.split('/').map((part) => part.trim());
  if (place === null || place.position === null || parts.length < 2 || /^\d/.test(place.position)) return place;
  const literal = rackPath(place).toLowerCase();
  const first = (parts[0] ?? '').toLowerCase();
  let isAbove = false;
  for (const rack of racks) {
    const known = rack.toLowerCase().split('/');
    // The rack is known, or there are racks as deep as what was typed would be with a position.
    if (known.join('/') === literal) return place;
    if (known[0] !== first) continue;
    if (known.length === parts.length - 1) return place;
    isAbove ||= known.length === parts.length;
  }
  return isAbove ? (parseRack(typed) ?? place) : place;
}

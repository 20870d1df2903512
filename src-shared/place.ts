import { remembered } from './remembered.ts';

/**
 * The place of a miner. Every place has a rack; the position is within the rack, and the rack is in
 * a row and a building.
 */
export interface Place {
  readonly building: string | null;
  readonly row: string | null;
  readonly rack: string;
  readonly position: string | null;
}

const LONGEST_PART = 32;
/**
 * Like a tag, but may contain spaces. Not "none", by which a query finds miners without a place.
 */
const PART = /^(?!none$)[\p{L}\p{N}](?:[\p{L}\p{N}._ -]*[\p{L}\p{N}._-])?$/iu;

/**
 * Parses a place: `rack`, `rack/position`, `row/rack/position` or `building/row/rack/position`.
 * Only the rack is required: `A/R7/` is rack R7 of row A, without a position. Null if the text is
 * invalid.
 */
export function parsePlace(text: string): Place | null {
  const parts = text.split('/').map((part) => part.trim());
  const position = parts.length === 1 ? '' : parts.pop();
  const [rack, row = '', building = '', ...more] = parts.reverse();
  const named = [building, row, position].filter((part) => part !== '');
  if (rack === undefined || more.length > 0 || ![rack, ...named].every((part) => isPart(part ?? ''))) return null;
  return { building: building || null, row: row || null, rack, position: position || null };
}

/** The shortest text of a place, which `parsePlace` can parse. */
export function placeText({ building, row, rack, position }: Place): string {
  if (building !== null) return [building, row ?? '', rack, position ?? ''].join('/');
  if (row !== null) return [row, rack, position ?? ''].join('/');
  return position === null ? rack : [rack, position].join('/');
}

/**
 * The shortest text of a place that nobody can take for a rack: a position that does not begin with a
 * digit is written with all four parts, so that `//R5/S3` is the position S3, and not a rack in R5.
 */
export function exactPlaceText(place: Place): string {
  const { building, row, rack, position } = place;
  if (position === null || /^\d/.test(position)) return placeText(place);
  return [building ?? '', row ?? '', rack, position].join('/');
}

/** Parses a rack path as `rackOf` returns it: `R7`, `A/R7` or `Hall 1/A/R7`; null if invalid. */
export function parseRack(path: string): Place | null {
  const parts = path.split('/').map((part) => part.trim());
  if (parts.length > 3 || parts.includes('')) return null;
  return parsePlace([...parts, ''].join('/'));
}

/** The rack of a place with row and building, such as `Hall 1/A/R7`, which identifies the rack. */
export function rackPath({ building, row, rack }: Place): string {
  return [building, row, rack].filter((part) => part !== null).join('/');
}

/** More than a farm has. */
const PLACES_KEPT = 20_000;
const placeOfText = remembered(PLACES_KEPT, parsePlace);
const rackOfText = remembered(PLACES_KEPT, (text) => {
  const place = placeOfText(text);
  return place === null ? null : rackPath(place);
});

/** A miner's place in its parts; null if it has none. Results are cached. */
export function placeOf(place: string | null): Place | null {
  return place === null ? null : placeOfText(place);
}

/** A place as it is shown: what ends in a rack has no "/" there. */
export function shownPlace(place: string): string {
  return place.replace(/\/$/, '');
}

/** The rack path of a miner's place; null if it has none. Results are cached. */
export function rackOf(place: string | null): string | null {
  return place === null ? null : rackOfText(place);
}

function isPart(text: string): boolean {
  return text.length <= LONGEST_PART && PART.test(text);
}

/**
 * Where a miner stands. A rack is what every place has; the position is within the rack, the row
 * and the building are around it.
 */
export interface Place {
  readonly building: string | null;
  readonly row: string | null;
  readonly rack: string;
  readonly position: string | null;
}

const LONGEST_PART = 32;
/** As in a tag, and with spaces between; "none" is what a query calls a miner without a place. */
const PART = /^(?!none$)[\p{L}\p{N}](?:[\p{L}\p{N}._ -]*[\p{L}\p{N}._-])?$/iu;

/**
 * The place that a text names: `rack`, `rack/position`, `row/rack/position` or
 * `building/row/rack/position`. Of these only the rack must be named: `A/R7/` is rack R7 of row A,
 * without a position. Null where the text is none.
 */
export function parsePlace(text: string): Place | null {
  const parts = text.split('/').map((part) => part.trim());
  const position = parts.length === 1 ? '' : parts.pop();
  const [rack, row = '', building = '', ...more] = parts.reverse();
  const named = [building, row, position].filter((part) => part !== '');
  if (rack === undefined || more.length > 0 || ![rack, ...named].every((part) => isPart(part ?? ''))) return null;
  return { building: building || null, row: row || null, rack, position: position || null };
}

/** The shortest text that names a place; `parsePlace` reads it back. */
export function placeText({ building, row, rack, position }: Place): string {
  if (building !== null) return [building, row ?? '', rack, position ?? ''].join('/');
  if (row !== null) return [row, rack, position ?? ''].join('/');
  return position === null ? rack : [rack, position].join('/');
}

/** Where a rack stands: its path as `rackOf` returns it, `R7`, `A/R7` or `Hall 1/A/R7`; null for none. */
export function parseRack(path: string): Place | null {
  const parts = path.split('/').map((part) => part.trim());
  if (parts.length > 3 || parts.includes('')) return null;
  return parsePlace([...parts, ''].join('/'));
}

/** The rack of a place with what it stands in, such as `Hall 1/A/R7`: what distinguishes racks. */
export function rackPath({ building, row, rack }: Place): string {
  return [building, row, rack].filter((part) => part !== null).join('/');
}

const racks = new Map<string, string | null>();
const RACKS_KEPT = 20_000;

/** The rack path of a miner's place as text; null where it has none. Each text is read once. */
export function rackOf(place: string | null): string | null {
  if (place === null) return null;
  let rack = racks.get(place);
  if (rack === undefined) {
    const parsed = parsePlace(place);
    rack = parsed === null ? null : rackPath(parsed);
    if (racks.size >= RACKS_KEPT) racks.clear();
    racks.set(place, rack);
  }
  return rack;
}

function isPart(text: string): boolean {
  return text.length <= LONGEST_PART && PART.test(text);
}

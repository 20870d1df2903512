import { type FarmRacks, meantPlace } from '../../../../src-shared/meant-place.ts';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { parsePlace, placeText } from '../../../../src-shared/place.ts';
import { ipRange, isInRange } from '../../../../src-shared/query/index.ts';

type Named = Parameters<typeof minerName>[0];
type Addressed = Pick<Miner, 'ip' | 'last_ip'>;

/** New places by miner id. */
export type Placed = ReadonlyMap<string, string>;

const HOLE = /([\p{L}]*)\{(building|row|rack|shelf|pos)\}/gu;

/**
 * Returns a function that reads places from names with a pattern such as `R{rack}-S{shelf}-{pos}`:
 * R7-S3-4 is rack R7, position 3-4. Letters directly before {building}, {row} and {rack} are part
 * of the value. Null if a pattern has no {rack} or has one part twice.
 */
export function placeReader(pattern: string): ((name: string) => string | null) | null {
  const holes = [...pattern.matchAll(HOLE)].map(([, , hole]) => hole ?? '');
  if (!holes.includes('rack') || new Set(holes).size < holes.length) return null;
  if (/[{}]/.test(pattern.replaceAll(HOLE, ''))) return null;
  let source = '';
  let end = 0;
  for (const match of pattern.matchAll(HOLE)) {
    const [all, letters = '', hole = ''] = match;
    const isPosition = hole === 'shelf' || hole === 'pos';
    source += escaped(pattern.slice(end, match.index));
    source += isPosition
      ? `${escaped(letters)}(?<${hole}>[\\p{L}\\p{N}]+)`
      : `(?<${hole}>${escaped(letters)}[\\p{L}\\p{N}]+)`;
    end = match.index + all.length;
  }
  const expression = new RegExp(`^${source}${escaped(pattern.slice(end))}$`, 'iu');
  return (name) => {
    const found = expression.exec(name)?.groups;
    if (found === undefined) return null;
    const { building = null, row = null, rack = '', shelf, pos } = found;
    const position = [shelf, pos].filter((part) => part !== undefined).join('-');
    const text = placeText({ building, row, rack, position: position === '' ? null : position });
    return parsePlace(text) === null ? null : text;
  };
}

/** The miners whose names match a pattern, with their places. */
export function placedByName(miners: readonly (Named & Pick<Miner, 'id'>)[], pattern: string): Placed {
  const read = placeReader(pattern.trim());
  const places = new Map<string, string>();
  for (const miner of miners) {
    const place = read?.(minerName(miner)) ?? null;
    if (place !== null) places.set(miner.id, place);
  }
  return places;
}

interface AddressRule {
  readonly fits: (address: string) => boolean;
  readonly place: string;
}

const RULE = /^([\d.*/\-\u2010-\u2015]+?)\s*(?:=|->|→|\s)\s*(.+)$/u;

/**
 * Parses rules such as `10.1.7.0/24 = R7` or `10.1.7.49-60 = R5/{ip4}`, one per line: networks and
 * ranges as in a search. The first valid one that matches an address applies. `{ip4}` in the place is the last part of the address. `wrong` are the invalid lines. No address
 * is dialled. Places are read as they are meant among `racks`.
 */
export function placedByAddress(
  miners: readonly (Addressed & Pick<Miner, 'id'>)[],
  text: string,
  racks: FarmRacks,
): { readonly places: Placed; readonly wrong: readonly number[] } {
  const lines = text.split('\n').map((line) => (line.trim() === '' ? null : ruleOf(line.trim())));
  const wrong = text.split('\n').flatMap((line, i) => (line.trim() !== '' && lines[i] === null ? [i + 1] : []));
  const rules = lines.filter((rule) => rule !== null);
  const places = new Map<string, string>();
  for (const miner of miners) {
    const host = (miner.ip ?? miner.last_ip ?? '').replace(/:\d+$/, '');
    const rule = rules.find(({ fits }) => fits(host));
    const typed = rule?.place.replaceAll('{ip4}', host.split('.').at(-1) ?? '');
    const place = typed === undefined ? null : meantPlace(typed, racks);
    if (place !== null) places.set(miner.id, placeText(place));
  }
  return { places, wrong };
}

function ruleOf(line: string): AddressRule | null {
  const [, asked = '', place = ''] = RULE.exec(line) ?? [];
  const range = ipRange(asked) ?? ipRange(`${asked}/32`);
  if (range === null || parsePlace(place.replaceAll('{ip4}', '1')) === null) return null;
  return { fits: (address) => isInRange(address, range), place };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

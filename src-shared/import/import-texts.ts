import { countText, numberText } from '../text/count-text.ts';
import { cutTo } from '../text/cut-to.ts';

/** Names of the properties of a rack. */
const RACK_WORDS = {
  rows: 'rows',
  columns: 'columns',
  power_limit_w: 'power limit',
  pdu: 'PDU',
  switch: 'switch',
} as const;

const MOST_NAMED = 3;
/** As much of a cell as names it. */
const MOST_QUOTED = 60;

const quoted = (text: string): string => `"${cutTo(text, MOST_QUOTED)}"`;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${numberText(more)} more` : ''}`;
}

/** The texts of an import, for the screen and the command line. */
export const importTexts = {
  noColumns: 'the first line needs mac or ip, and any of name, place, tags and password',
  guessed: (columns: readonly string[]): string =>
    `No line with the names of the columns: they are taken for ${columns.join(', ')}.`,
  ignored: (columns: readonly string[]): string => `Not used: ${columns.join(', ')}.`,
  /** Racks whose last part could be a position; `position` is how the first one would be written as such. */
  asRacks: (racks: readonly string[], position: string): string =>
    `Read as whole racks, without a position: ${listed(racks)}. Write ${position} if the last part is a position.`,
  sharedNames: (names: readonly string[]): string => `Several miners would have the same name: ${listed(names)}.`,
  sharedPlaces: (places: readonly string[]): string =>
    `Several miners would be at the same position: ${listed(places)}.`,
  nameless: 'no mac and no ip',
  malformed: (text: string): string => `${quoted(text)} is not a MAC or IP address`,
  unknown: (text: string): string => `no miner ${text}`,
  ambiguous: (address: string, miners: number): string =>
    `${address} is the address of ${numberText(miners)} miners: name the MAC`,
  lineBreak: 'a cell in quotes has a line break, or its quote is not closed',
  notUtf8: 'the file is not UTF-8: save it as CSV UTF-8',
  twice: (miner: string): string => `${miner} is named twice`,
  wrongTag: (tag: string): string =>
    `${quoted(tag)} is not a tag: write at most 32 letters, digits, dots, "-" and "_", without spaces`,
  manyTags: (most: number): string => `a miner has at most ${most} tags`,
  wrongPlace: (place: string): string =>
    `${quoted(place)} is not a place: write rack, rack/position, row/rack/position or building/row/rack/position`,
  longName: 'a name has at most 64 characters',
  unseenInName: 'the name has control characters',
  unseenName: 'nothing of the name can be seen',
  longPassword: 'a password has at most 128 characters',
  name: (before: string, after: string): string => `${before} → ${after}`,
  place: (miner: string, before: string, after: string): string => `${miner}: place ${before} → ${after}`,
  tags: (miner: string, before: string, after: string): string => `${miner}: tags ${before} → ${after}`,
  password: (miner: string): string => `${miner}: password set`,
  none: 'none',
  counted: (changed: number, same: number): string =>
    `${countText(changed, 'miner')} will change, ${numberText(same)} already so`,
  noRackColumns: 'the first line needs rack, and any of rows, columns, power_limit_kw, pdu and switch',
  wrongRack: (text: string): string => `${quoted(text)} is not a rack: write rack, row/rack or building/row/rack`,
  wrongSize: (column: string, text: string, most: number): string =>
    `${column} is ${quoted(text)}: a whole number from 1 to ${most}`,
  wrongLimit: (text: string, most: number): string => `power_limit_kw is ${quoted(text)}: kW up to ${numberText(most)}`,
  longDevice: (column: string, most: number): string => `${column} has at most ${most} characters`,
  kilowatts: (kw: number): string => `${kw} kW`,
  /** `before` is null for a new rack. */
  rackChange: (rack: string, what: keyof typeof RACK_WORDS, before: string | null, after: string): string =>
    `${rack}: ${RACK_WORDS[what]} ${before === null ? '' : `${before} → `}${after}`,
  rackCounted: (changed: number, same: number): string =>
    `${countText(changed, 'rack')} will change, ${numberText(same)} already so`,
  line: (line: number, why: string): string => `Line ${line}: ${why}`,
  moreLines: (count: number): string =>
    `… and ${countText(count, 'more line')} with an error. All of them: --dry-run --json`,
} as const;

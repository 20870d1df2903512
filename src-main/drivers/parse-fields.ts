import { isShown, UNSEEN } from '../../src-shared/shown-text.ts';

/**
 * Parsers for single fields of a miner's response. Each takes any value, returns a valid one or
 * null, and never throws. Written by hand for speed: they run some hundred times per miner and
 * poll.
 */

type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze(Object.create(null));
const NO_ITEMS: readonly unknown[] = Object.freeze([]);

const NUMBER_AS_TEXT = /^\s*[+-]?\d+(?:\.\d+)?\s*$/;
const SAYS_UNKNOWN = /^(?:n\/a|unknown)$/i;
/** The form in which the firmware usually writes words. */
const IS_WORD = /^[a-z-]+$/;
const LONGEST_NUMBER_TEXT = 32;
const LONGEST_TEXT = 256;

const UNPRINTABLE = new RegExp(`[${UNSEEN}]`);
const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE, 'g');

/** A higher hash rate is nonsense: a whole farm of the largest miners is below it. */
const LARGEST_HASHRATE_HS = 1e18;

const COLDEST_C = -60;
const HOTTEST_C = 250;

/** Whether it is a JSON object: no array, no null. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object; none for any other value. */
export function fields(value: unknown): Fields {
  return isObject(value) ? value : NO_FIELDS;
}

/** The first `most` items of an array; none for any other value. */
export function items(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value)) return NO_ITEMS;
  return value.length > most ? value.slice(0, most) : value;
}

/** A finite number, also if it was sent as text. */
export function number(value: unknown): number | null {
  // Adding 0 turns -0, which JSON allows, into 0.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'string' || value.length > LONGEST_NUMBER_TEXT || !NUMBER_AS_TEXT.test(value)) return null;
  return Number(value) + 0;
}

/** A number from `least` to `most`. */
export function numberWithin(value: unknown, least: number, most: number): number | null {
  const read = number(value);
  return read !== null && read >= least && read <= most ? read : null;
}

/** An integer from `least` to `most`; a fraction is rounded. */
export function integerWithin(value: unknown, least: number, most: number): number | null {
  const read = number(value);
  if (read === null) return null;
  const rounded = Math.round(read) + 0;
  return rounded >= least && rounded <= most ? rounded : null;
}

/** An integer of 0 or more. */
export function count(value: unknown): number | null {
  return integerWithin(value, 0, Number.MAX_SAFE_INTEGER);
}

/** A boolean; any other value is null. */
export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/**
 * Printable text of at most 256 characters without white space around it; text that shows nothing is
 * null.
 */
export function text(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  // Through a buffer, because a slice keeps the whole string in memory. Both ways also replace lone
  // surrogates, which JSON allows and a database cannot store.
  const short =
    value.length > LONGEST_TEXT ? Buffer.from(value.slice(0, LONGEST_TEXT)).toString() : value.toWellFormed();
  const printable = UNPRINTABLE.test(short) ? short.replace(ALL_UNPRINTABLE, '') : short;
  const trimmed = printable.trim();
  return isShown(trimmed) ? trimmed : null;
}

/** A name that some builds send as a bare number. */
export function nameText(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : text(value);
}

/** Text; the firmware's own words for unknown are null. */
export function knownText(value: unknown): string | null {
  const read = text(value);
  return read !== null && SAYS_UNKNOWN.test(read) ? null : read;
}

/**
 * A word from a list of the firmware, such as a state, in lower case with hyphens: `MINING `
 * becomes `mining`, and `Auto Tuning` becomes `auto-tuning`.
 */
export function word(value: unknown): string | null {
  const read = text(value);
  return read === null || IS_WORD.test(read) ? read : read.toLowerCase().replaceAll(/[\s_]+/g, '-');
}

/** Like `word`; the firmware's own words for unknown are null. */
export function knownWord(value: unknown): string | null {
  return word(knownText(value));
}

/** A figure in the miner's unit as hashes per second; null if the unit is unknown. */
export function hashrateHs(value: unknown, hashesPerUnit: number | null): number | null {
  const read = number(value);
  if (read === null || hashesPerUnit === null) return null;
  const rate = read * hashesPerUnit;
  return rate >= 0 && rate <= LARGEST_HASHRATE_HS ? rate : null;
}

/** Degrees Celsius. The firmware sends 0 or -1 for an unknown temperature, so these are null. */
export function temperatureC(value: unknown): number | null {
  const read = numberWithin(value, COLDEST_C, HOTTEST_C);
  return read === 0 || read === -1 ? null : read;
}

/**
 * The temperature of a chip or board. While it hashes, none is at the freezing point or below: then
 * its sensor cannot be read, and the temperature is unknown.
 */
export function partTemperatureC(value: unknown, hashrateHs: number | null): number | null {
  const read = temperatureC(value);
  return read !== null && read < 0 && (hashrateHs ?? 0) > 0 ? null : read;
}

/** The larger of two figures; null only if both are unknown. */
export function larger(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null || a >= b ? a : b;
}

/** The smaller of two figures; null only if both are unknown. */
export function smaller(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null || a <= b ? a : b;
}

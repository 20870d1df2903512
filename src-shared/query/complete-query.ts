import type { FarmValues } from './fields/farm-values.ts';
import { FIELD_ALIASES, FIELD_NAMES, fieldNameOf } from './fields/field-names.ts';
import { FLAGS } from './fields/flags.ts';
import { NUMBER_FIELDS, type NumberField } from './fields/number-fields.ts';
import { TEXT_FIELD_MEANINGS } from './fields/text-fields.ts';
import { quoteValue } from './format-query.ts';
import { type BareRun, bareRun } from './parse/bare-run.ts';
import { isTextOperator } from './parse/parse-query.ts';
import { MOST_CHARACTERS } from './parse/parse-terms.ts';
import { type RawBracket, type RawTerm, splitTerms } from './parse/split-terms.ts';
import type { Span } from './query.ts';
import { screenWords } from './screen-words.ts';

/** A completion that replaces the text from `from` to `to`, with its meaning. */
export interface Completion extends Span {
  readonly text: string;
  readonly means: string;
  /** How many miners it finds alone; null if unknown. */
  readonly miners: number | null;
  /** Whether it is a complete term. If not, a value must follow. */
  readonly whole: boolean;
}

type Offer = Omit<Completion, keyof Span>;
type Value = Omit<Offer, 'whole'>;

/** Additional fields of one search, with their values. */
export type MoreFields = readonly {
  readonly name: string;
  readonly means: string;
  readonly values: readonly { readonly text: string; readonly means: string }[];
}[];

/** A field or a flag, with the words by which it is found. */
interface Word {
  readonly names: readonly string[];
  readonly offer: Offer;
}

/** More than a user reads; typing on shows the others. */
const MOST_VALUES = 20;
const ANSWERS: readonly Value[] = ['yes', 'no'].map((text) => ({ text, means: '', miners: null }));
const WORDS: readonly Word[] = [
  ...FIELD_NAMES.filter((name) => !Object.hasOwn(FLAGS, name)).map(fieldOffer),
  ...Object.entries(FLAGS).map(([text, { means }]) => ({
    names: [text],
    offer: { text, means, miners: null, whole: true },
  })),
];

/**
 * Completions of the word at the cursor, best first: fields and flags, or the farm's values of a
 * field. None that is already there, and none inside a quoted word, whose rest is unknown.
 */
export function completeQuery(
  text: string,
  cursor: number,
  values: FarmValues,
  more: MoreFields = [],
): readonly Completion[] {
  const parts = text.length > MOST_CHARACTERS ? [] : splitTerms(text);
  const term = parts.find((part): part is RawTerm => 'values' in part && part.from <= cursor && cursor <= part.to);
  if (term === undefined && (text.length > MOST_CHARACTERS || parts.some((part) => isAtBracket(part, cursor))))
    return [];
  if (term === undefined) return offersAt({ from: cursor, to: cursor }, wordOffers('', more));
  if (term.field === null) return completeWord(text, cursor, term, { parts, values, more });
  return completeValue(text, cursor, term, term.field, values, more);
}

/** Whether a word at the cursor would run into a bracket: before an opening one, after a closing one. */
function isAtBracket(part: RawTerm | RawBracket, cursor: number): boolean {
  if (!('bracket' in part)) return false;
  return part.bracket === '(' ? part.from <= cursor && cursor < part.to : part.to === cursor;
}

/** The text with the completion inserted, and the position of the cursor after it. */
export function takeCompletion(text: string, { text: taken, from, to }: Completion): { text: string; cursor: number } {
  return { text: text.slice(0, from) + taken + text.slice(to), cursor: from + taken.length };
}

function completeWord(
  text: string,
  cursor: number,
  term: RawTerm,
  known: {
    readonly parts: readonly (RawTerm | RawBracket)[];
    readonly values: FarmValues;
    readonly more: MoreFields;
  },
): readonly Completion[] {
  const { parts, values, more } = known;
  const from = term.from + (term.negated ? 1 : 0);
  const word = text.slice(from, term.to);
  if (cursor < from || /["|\\]/.test(word)) return [];
  const typed = text.slice(from, cursor);
  const offers = [...wordOffers(typed, more), ...screenOffers(typed, values), ...farmOffers(typed, values)]
    .filter((offer) => !isSame(offer.text, word) && !(term.negated && offer.text.startsWith('-')))
    .filter((offer, i, all) => all.findIndex(({ text: other }) => other === offer.text) === i);
  const one = offersAt({ from, to: term.to }, term.negated ? offers.map(uncounted) : offers);
  const run = ofRun(bareRun(text, parts, term, cursor), values);
  // The last word alone often names the same: "not hashing".
  return [...run, ...one.filter((offer) => run.every(({ text: said }) => said !== offer.text))];
}

/** What several words say together: "low hash". */
function ofRun(run: readonly BareRun[], values: FarmValues): readonly Completion[] {
  for (const { said, from, to } of run) {
    const offers = screenOffers(said, values);
    if (offers.length > 0) return offersAt({ from, to }, offers);
  }
  return [];
}

/** States and problems that a text names; those of no miner only if it is how they begin. */
function screenOffers(typed: string, values: FarmValues): readonly Offer[] {
  return screenWords(typed)
    .map(({ query, means, value, naming }) => {
      const known = value === null ? undefined : values[value.field].find(({ text }) => text === value.text);
      return { naming, offer: { text: query, means, miners: known?.exactly ?? known?.miners ?? null, whole: true } };
    })
    .filter(({ naming, offer }) => naming !== 'within' || (offer.miners ?? 0) > 0)
    .map(({ offer }) => offer);
}

function completeValue(
  text: string,
  cursor: number,
  term: RawTerm,
  field: NonNullable<RawTerm['field']>,
  values: FarmValues,
  more: MoreFields,
): readonly Completion[] {
  const place = term.places.find(({ from, to }) => from <= cursor && cursor <= to);
  if (place === undefined || !isTextOperator(field.operator)) return [];
  // An unclosed quotation mark extends to the end of the text; only the word at the cursor is
  // meant.
  const isOpen = term.unclosedQuote && place.to === term.to;
  const to = isOpen ? cursor + text.slice(cursor).search(/\s|$/) : place.to;
  const typed = unquote(text.slice(place.from, cursor));
  const others = valuesOf(fieldNameOf(field.name), term.places.length, values, more).filter(
    (value) => !isSame(value.text, unquote(text.slice(place.from, to))),
  );
  const offers = bestFirst(others, typed).map(({ text, means, miners }) => ({
    text: quoteValue(text),
    means,
    miners,
    whole: true,
  }));
  const isCounted = field.operator === ':' && !term.negated;
  return offersAt({ from: place.from, to }, isCounted ? offers : offers.map(uncounted));
}

/** The known values of a field. A flag takes one value without alternatives. */
function valuesOf(field: string, alternatives: number, values: FarmValues, more: MoreFields): readonly Value[] {
  const own = more.find(({ name }) => name === field);
  if (own !== undefined) return own.values.map((value) => ({ ...value, miners: null }));
  if (Object.hasOwn(values, field)) return values[field as keyof FarmValues];
  const isFlag = FIELD_NAMES.includes(field) && Object.hasOwn(FLAGS, field) && alternatives === 1;
  return isFlag ? ANSWERS : [];
}

function wordOffers(typed: string, more: MoreFields): readonly Offer[] {
  const begun = typed.toLowerCase();
  const own = more.map(({ name, means }) => ({
    names: [name],
    offer: { text: `${name}:`, means, miners: null, whole: false },
  }));
  const isOwn = (word: Word): boolean => more.some(({ name }) => word.names[0] === name);
  const words = [...own, ...WORDS.filter((word) => !isOwn(word))]
    .filter(({ names }) => names.some((name) => name.startsWith(begun)))
    .map(({ offer }) => offer);
  return words;
}

/**
 * Values that the farm has, by a part of them: without states and conditions, which are offered by
 * their names, without maintenance, whose values are words like "none", without positions, which are
 * figures, and without the site, which is that of all.
 */
function farmOffers(typed: string, values: FarmValues): readonly Offer[] {
  const { state: _, condition: __, chips: ___, maintenance: ____, position: _____, site: ______, ...offered } = values;
  return Object.entries(offered)
    .flatMap(([field, known]) =>
      bestFirst(
        known.filter(({ miners }) => miners > 0),
        typed,
      ).map(({ text, means, miners }) => ({ text: `${field}:${quoteValue(text)}`, means, miners, whole: true })),
    )
    .slice(0, MOST_VALUES);
}

function fieldOffer(name: string): Word {
  const field: NumberField | undefined = Object.hasOwn(NUMBER_FIELDS, name)
    ? NUMBER_FIELDS[name as keyof typeof NUMBER_FIELDS]
    : undefined;
  const operator = field?.examples[0]?.charAt(0) ?? ':';
  const means = field?.means ?? TEXT_FIELD_MEANINGS[name as keyof typeof TEXT_FIELD_MEANINGS];
  const aliases = Object.keys(FIELD_ALIASES).filter((alias) => FIELD_ALIASES[alias] === name);
  return { names: [name, ...aliases], offer: { text: name + operator, means, miners: null, whole: false } };
}

function uncounted(offer: Offer): Offer {
  return { ...offer, miners: null };
}

function offersAt(place: Span, offers: readonly Offer[]): readonly Completion[] {
  return offers.map((offer) => ({ ...offer, from: place.from, to: place.to }));
}

/** The values that begin with the typed text, then those in which a later word does. */
function bestFirst(values: readonly Value[], typed: string): readonly Value[] {
  const begun = typed.toLowerCase();
  const first = values.filter(({ text }) => text.toLowerCase().startsWith(begun));
  const later = values.filter((value) => !first.includes(value) && beginsWord(value, begun));
  return [...first, ...later].slice(0, MOST_VALUES);
}

function beginsWord({ text, means }: Value, begun: string): boolean {
  const said = `${text} ${means}`.toLowerCase();
  for (let at = said.indexOf(begun); at !== -1; at = said.indexOf(begun, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(said.charAt(at - 1))) return true;
  }
  return false;
}

/** A value without its quotes and escapes. */
function unquote(text: string): string {
  return text.replaceAll(/\\(.)|"/gs, '$1');
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

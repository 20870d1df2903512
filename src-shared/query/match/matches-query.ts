import { isHashing, type Moment, momentOf, needsAttention } from '../../miner/miner-now.ts';
import type { MinerFact } from '../../miner/miner-state.ts';
import { hasUnusualPreset, UNUSUAL_PRESET } from '../../miner/usual-preset.ts';
import type { Miner } from '../../model/index.ts';
import { normaliseMac } from '../../pasted-mac.ts';
import { DEFAULT_STATUS_SECONDS } from '../../setting-defaults/polling.ts';
import { MAINTENANCE_WORDS, NUMBER_FIELDS, type NumberField, TEXT_FIELDS } from '../fields/fields.ts';
import { isInRange } from '../ip-range.ts';
import type {
  Amount,
  Either,
  FlagName,
  LeafMeaning,
  NumberOperator,
  Query,
  QueryTerm,
  StateMeaning,
  TermMeaning,
  TextOperator,
} from '../query.ts';

/**
 * Whether a miner matches all terms of a query. An unknown or stale figure matches no comparison,
 * not even a negated one. A miner without a tag, place or name is known to have none, so that a
 * negation matches it.
 */
export function matchesQuery(
  query: Query,
  miner: Miner,
  nowMs: number,
  staleAfterMs: number = momentOf(nowMs, DEFAULT_STATUS_SECONDS).staleAfterMs,
): boolean {
  return matchesTerms(query.terms, miner, { nowMs, staleAfterMs });
}

/**
 * Like `matchesQuery`, with a given time. Rules call it for each miner of a large farm every few
 * seconds. Loops are used here and in the tests of texts, because closures would be garbage.
 */
export function matchesTerms(terms: readonly TermMeaning[], miner: Miner, moment: Moment): boolean {
  for (const term of terms) if (!matchesTerm(term, miner, moment)) return false;
  return true;
}

/** Whether a miner matches one term. */
function matchesTerm(term: TermMeaning, miner: Miner, moment: Moment): boolean {
  return answerTerm(term, miner, moment) === !term.negated;
}

/** Whether a miner matches a term before negation; null if unknown. */
export function answerTerm(term: TermMeaning, miner: Miner, moment: Moment): boolean | null {
  switch (term.kind) {
    case 'flag':
      return answerFlag(term.flag, miner, moment);
    case 'word':
      return isMentioned(term, miner, moment);
    case 'text':
      return answerText(term, miner, moment);
    case 'number':
      return answerNumber(term, NUMBER_FIELDS[term.field], miner, moment);
    case 'either':
      return answerEither(term, miner, moment);
  }
}

/** True if one option is, whatever is unknown of the others; unknown if one may be. */
function answerEither({ options }: Either<QueryTerm>, miner: Miner, moment: Moment): boolean | null {
  let isKnown = true;
  for (const option of options) {
    const found = answerAll(option, miner, moment);
    if (found === true) return true;
    if (found === null) isKnown = false;
  }
  return isKnown ? false : null;
}

/** False if one term is, whatever is unknown of the others. */
function answerAll(terms: readonly QueryTerm[], miner: Miner, moment: Moment): boolean | null {
  let isKnown = true;
  for (const term of terms) {
    const found = answerTerm(term, miner, moment);
    if (found === term.negated) return false;
    if (found === null) isKnown = false;
  }
  return isKnown ? true : null;
}

function answerFlag(flag: FlagName, miner: Miner, moment: Moment): boolean {
  switch (flag) {
    case 'online':
      return miner.online;
    case 'hashing':
      return isHashing(miner, moment);
    case 'managed':
      return miner.managed;
    case 'attention':
      return needsAttention(miner);
  }
}

const SEARCHED = [
  'name',
  'ip',
  'mac',
  'model',
  'firmware',
  'hostname',
  'state',
  'tag',
  'rack',
  'pdu',
  'switch',
] as const;

/** The searched fields without those of addresses. */
const NAMED = SEARCHED.filter((field) => field !== 'ip' && field !== 'mac');
/** Also the workers with their accounts, which a word without a dot would match on the whole farm. */
const NAMED_OR_WORKER = [...NAMED, 'worker'] as const;
/** What may be a part of a MAC or IP address, also as a pattern. */
const ADDRESS_PART = /^[\da-f:.*[\]-]*$/;

interface WordTest {
  readonly isIn: TextTest;
  /** The word is searched in the worker's own name too, without its account. */
  readonly alsoWorker: boolean;
  readonly fields: readonly (typeof SEARCHED | typeof NAMED_OR_WORKER)[number][];
}
type WordTerm = Extract<LeafMeaning, { kind: 'word' }>;

/** Cached, because rules test each miner of a large farm every few seconds. */
const wordTestsOf = new WeakMap<WordTerm, readonly WordTest[]>();

function wordTests(term: WordTerm): readonly WordTest[] {
  const known = wordTestsOf.get(term);
  if (known !== undefined) return known;
  const tests = term.values.map((value): WordTest => {
    const word = value.toLowerCase();
    const named = word.includes('.') ? NAMED_OR_WORKER : NAMED;
    const mac = normaliseMac(word);
    return {
      isIn: (text) => isIn(text, word) || text === mac,
      fields: ADDRESS_PART.test(word) ? SEARCHED : named,
      alsoWorker: !word.includes('.'),
    };
  });
  wordTestsOf.set(term, tests);
  return tests;
}

/** Whether one of the words is in one of the searched text fields of a miner. */
function isMentioned(term: WordTerm, miner: Miner, moment: Moment): boolean {
  for (const { isIn, fields, alsoWorker } of wordTests(term)) {
    if (alsoWorker && isIn(workerName(miner, moment))) return true;
    for (const field of fields) {
      for (const text of TEXT_FIELDS[field](miner, moment)) if (text !== null && isIn(text.toLowerCase())) return true;
    }
  }
  return false;
}

/** What follows the account in `account.worker`, in lower case; empty if nothing does. */
function workerName(miner: Miner, moment: Moment): string {
  const [user] = TEXT_FIELDS.worker(miner, moment);
  return user?.split('.').slice(1).join('.').toLowerCase() ?? '';
}

/** Whether a text contains a word. A word with `*` is a pattern for the whole text. */
function isIn(text: string, word: string): boolean {
  return word.includes('*') ? isLike(text, word) : text.includes(word);
}

/** Whether a text matches a pattern, in which `*` stands for any characters. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop() ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * Whether a text in lower case matches a value. `:` finds it anywhere; a value with `*` is a
 * pattern for the whole text. `!=` compares like `=`, because it negates the whole term.
 */
export function textMatches(text: string, operator: TextOperator, value: string): boolean {
  return textTest(operator, value)(text);
}

function textTest(operator: TextOperator, value: string): TextTest {
  const asked = value.toLowerCase();
  if (asked.includes('*')) return (text) => isLike(text, asked);
  return operator === ':' ? (text) => text.includes(asked) : (text) => text === asked;
}

/**
 * Text fields that are unknown until they are read. If one of the others is empty, the miner is
 * known to have none.
 */
const READ: ReadonlySet<string> = new Set([
  'preset',
  'pool',
  'pools',
  'account',
  'model',
  'algorithm',
  'firmware',
  'chips',
  'maintenance',
]);

type TextTerm = Extract<LeafMeaning, { kind: 'text' }>;
type TextTest = (text: string) => boolean;

/** Cached, because rules test each miner of a large farm every few seconds. */
const testsOf = new WeakMap<TextTerm, readonly TextTest[]>();

function textTests(term: TextTerm): readonly TextTest[] {
  const known = testsOf.get(term);
  if (known !== undefined) return known;
  const tests = term.values.map((value, i): TextTest => {
    const range = term.ranges?.[i] ?? null;
    if (range !== null) return (text) => isInRange(text, range);
    const asked = term.field === 'mac' ? normaliseMac(value) : value;
    return textTest(isWordOf(term.field, value) ? '=' : term.operator, asked);
  });
  testsOf.set(term, tests);
  return tests;
}

/** Whether a value stands for itself, and is not searched in other texts: in the reasons of maintenance. */
function isWordOf(field: TextTerm['field'], value: string): boolean {
  return field === 'maintenance' && (MAINTENANCE_WORDS as readonly string[]).includes(value.toLowerCase());
}

function isAnyTrue(tests: readonly TextTest[], text: string): boolean {
  for (const test of tests) if (test(text)) return true;
  return false;
}

function answerText(term: TextTerm, miner: Miner, moment: Moment): boolean | null {
  const tests = textTests(term);
  let isKnown = false;
  let found = false;
  for (const text of TEXT_FIELDS[term.field](miner, moment)) {
    if (text === null) continue;
    isKnown = true;
    found = isAnyTrue(tests, text.toLowerCase());
    if (found) break;
  }
  if (!isKnown && READ.has(term.field)) return null;
  if (!found && asksUnusual(term)) {
    const isUnusual = hasUnusualPreset(miner, moment);
    if (isUnusual === null) return null;
    found = isUnusual;
  }
  return term.operator === '!=' ? !found : found;
}

/** Whether a term asks for miners with another preset than usual. The word counts as a whole. */
function asksUnusual({ field, values }: TextTerm): boolean {
  return field === 'preset' && values.some((value) => value.toLowerCase() === UNUSUAL_PRESET);
}

function answerNumber(
  { operator, values, beside }: Extract<LeafMeaning, { kind: 'number' }>,
  field: NumberField,
  miner: Miner,
  moment: Moment,
): boolean | null {
  const asked = beside?.map(isAnyNamed);
  let isEvery = true;
  let isAny = false;
  for (const amount of values) {
    const value = (amount.percent ? field.readPercent : field.read)?.(miner, moment, asked) ?? null;
    const limit = value === null ? null : comparedAmount(amount, field, miner);
    if (value === null || limit === null) return null;
    const isSo = compare(value, operator, limit);
    isEvery &&= isSo;
    isAny ||= isSo;
  }
  return operator === '!=' ? isEvery : isAny;
}

/** Whether one of several terms matches a fact about a miner. */
function isAnyNamed(terms: readonly StateMeaning[]): (fact: MinerFact) => boolean {
  const tests = terms.map(isNamedBy);
  return (fact) => tests.some((isNamed) => isNamed(fact));
}

/** Whether a term matches a fact about a miner. */
function isNamedBy(term: StateMeaning): (fact: MinerFact) => boolean {
  const tests = textTests(term);
  return ({ states, condition }) => {
    const texts = term.field === 'state' ? states : condition === null ? [] : [condition];
    return texts.some((text) => isAnyTrue(tests, text.toLowerCase()));
  };
}

/** The figure to compare with for this miner, in the field's unit; null if its limit is unknown. */
function comparedAmount(amount: Amount, field: NumberField, miner: Miner): Pick<Amount, 'value' | 'tolerance'> | null {
  if (amount.limit) {
    const value = field.readLimit?.(miner) ?? null;
    return value === null ? null : { value, tolerance: 0 };
  }
  const unit = amount.bare ? (field.ownUnit?.(miner) ?? 1) : 1;
  if (unit === 1) return amount;
  return { value: amount.value * unit, tolerance: amount.tolerance * unit };
}

/** Compares a figure with an amount. */
export function compare(
  value: number,
  operator: NumberOperator,
  { value: asked, tolerance }: Pick<Amount, 'value' | 'tolerance'>,
): boolean {
  switch (operator) {
    case '>':
      return value > asked;
    case '>=':
      return value >= asked;
    case '<':
      return value < asked;
    case '<=':
      return value <= asked;
    case ':':
    case '=':
      return Math.abs(value - asked) <= tolerance;
    case '!=':
      return Math.abs(value - asked) > tolerance;
  }
}

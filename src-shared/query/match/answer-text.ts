import type { Moment } from '../../miner/miner-now.ts';
import { UNUSUAL_PRESET } from '../../miner/usual-preset.ts';
import { isUnusual, UNUSUAL_FIELDS, type UnusualField } from '../../miner/usual-values.ts';
import type { Miner } from '../../model/index.ts';
import { normaliseMac } from '../../pasted-mac.ts';
import { MAINTENANCE_WORDS, TEXT_FIELDS } from '../fields/text-fields.ts';
import { isInRange } from '../ip-range.ts';
import type { LeafMeaning, TextOperator } from '../query.ts';

export type TextTerm = Extract<LeafMeaning, { kind: 'text' }>;
/** Whether a text in lower case is what a value asks for. */
export type TextTest = (text: string) => boolean;

/** Whether a text matches a pattern, in which `*` stands for any characters. */
export function isLike(text: string, pattern: string): boolean {
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

/** Cached, because rules test each miner of a large farm every few seconds. */
const testsOf = new WeakMap<TextTerm, readonly TextTest[]>();

export function textTests(term: TextTerm): readonly TextTest[] {
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

export function isAnyTrue(tests: readonly TextTest[], text: string): boolean {
  for (const test of tests) if (test(text)) return true;
  return false;
}

/** Whether a text of a miner is what a term asks for; null if it is not known. */
export function answerText(term: TextTerm, miner: Miner, moment: Moment): boolean | null {
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
  const unusual = found ? null : unusualField(term);
  if (unusual !== null) {
    const isSo = isUnusual(unusual, miner, moment);
    if (isSo === null) return null;
    found = isSo;
  }
  return term.operator === '!=' ? !found : found;
}

/** The field of which a term asks for what is unusual; null if it does not. The word counts as a whole. */
function unusualField({ field, values }: TextTerm): UnusualField | null {
  const unusual = UNUSUAL_FIELDS.find((one) => one === field);
  return unusual !== undefined && values.some((value) => value.toLowerCase() === UNUSUAL_PRESET) ? unusual : null;
}

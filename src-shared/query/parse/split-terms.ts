import { FLAGS } from '../fields/flags.ts';
import type { Span } from '../query.ts';

/** One alternative of a value. If quoted, it is always a text. */
export interface RawValue {
  readonly text: string;
  readonly quoted: boolean;
}

/** One term of a query, split but not interpreted. */
export interface RawTerm extends Span {
  readonly negated: boolean;
  /** The name before the operator, and the operator; null for a bare word. */
  readonly field: (Span & { readonly name: string; readonly operator: string }) | null;
  readonly values: readonly RawValue[];
  /** The position of each alternative including its quotes, also of empty ones. */
  readonly places: readonly Span[];
  readonly unclosedQuote: boolean;
  /** A value begins with a bracket, which belongs before the term: `tag:(a or b)`. */
  readonly bracketed: boolean;
}

/** A bracket around terms; a minus may be before the opening one. */
export interface RawBracket extends Span {
  readonly bracket: '(' | ')';
  readonly negated: boolean;
}

/**
 * A field with its operator and the spaces around it, as in `temp > 80`. Spaces after the operator
 * are not included if the next word is another field, which must not become the value.
 */
const FIELD = /^([a-z_]+)\s*(!=|>=|<=|[:=<>])(?:\s+(?!$|[a-z_]+\s*(?:!=|>=|<=|[:=<>])))?/i;
/** A flag that is followed by a space is a complete term, not a field before an operator. */
const FLAG_ALONE = new RegExp(`^(?:${Object.keys(FLAGS).join('|')})\\s`, 'i');
/** A MAC address or the beginning of one, whose colons are not operators. */
const MAC_START = /^[0-9a-f]{2}:[0-9a-f:]*(?:[\s|)]|$)/i;

/**
 * Splits a text at spaces and at brackets around terms, outside of quotes. A pair of brackets within
 * a value is a part of it. Works for any text.
 */
export function splitTerms(text: string): readonly (RawTerm | RawBracket)[] {
  const terms: (RawTerm | RawBracket)[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const term = readBracket(text, at) ?? readTerm(text, at);
    terms.push(term);
    at = term.to;
  }
  return terms;
}

function readBracket(text: string, from: number): RawBracket | null {
  const [, sign = '', bracket] = /^([-!]?)([()])/.exec(text.slice(from, from + 2)) ?? [];
  if (bracket === '(') return { bracket, negated: sign !== '', from, to: from + sign.length + 1 };
  // A minus before a closing bracket is a term by itself.
  return bracket === ')' && sign === '' ? { bracket, negated: false, from, to: from + 1 } : null;
}

function readTerm(text: string, from: number): RawTerm {
  const negated = /[-!]/.test(text.charAt(from));
  const start = negated ? from + 1 : from;
  const rest = text.slice(start);
  const match = MAC_START.test(rest) || FLAG_ALONE.test(rest) ? null : FIELD.exec(rest);
  const [head = '', name = '', operator = ''] = match ?? [];
  const value = readValues(text, start + head.length, from);
  return {
    from,
    to: value.to,
    negated,
    field: match === null ? null : { name, operator, from: start, to: start + name.length },
    values: value.values,
    places: value.places,
    unclosedQuote: value.unclosedQuote,
    bracketed: value.bracketed,
  };
}

/**
 * Parses alternatives up to a space, or to the bracket that closes those around the term. Quotes may
 * be anywhere; in them a backslash escapes the next character. A `|` at the beginning of a term is a
 * term by itself.
 */
function readValues(
  text: string,
  from: number,
  termFrom: number,
): Pick<RawTerm, 'values' | 'places' | 'to' | 'unclosedQuote' | 'bracketed'> {
  const values: RawValue[] = [];
  const places: Span[] = [];
  let start = from;
  let current = '';
  let quoted = false;
  let inQuotes = false;
  let bracketed = false;
  let openBrackets = 0;
  let at = from;
  const finish = (): void => {
    // A blank value is ignored: `name:" "` would find every name of two words.
    if (current.trim() !== '') values.push({ text: current, quoted });
    places.push({ from: start, to: at });
    start = at + 1;
    current = '';
    quoted = false;
  };
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (inQuotes && character === '\\' && at + 1 < text.length) {
      at += 1;
      current += text.charAt(at);
    } else if (character === '"') {
      inQuotes = !inQuotes;
      quoted = true;
    } else if (inQuotes) current += character;
    else if (character === '|') {
      finish();
      if (at === termFrom) {
        at += 1;
        break;
      }
    } else if (/\s/.test(character) || (character === ')' && openBrackets === 0)) break;
    else {
      if (character === '(' && current === '' && !quoted) {
        bracketed = true;
        at = closingBracket(text, at) ?? at;
      } else if (character === '(') openBrackets += 1;
      else if (character === ')') openBrackets -= 1;
      current += character;
    }
  }
  finish();
  return { values, places, to: at, unclosedQuote: inQuotes, bracketed };
}

/** The position of the bracket that closes the one at `from`; null if none does. */
function closingBracket(text: string, from: number): number | null {
  let open = 0;
  let inQuotes = false;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (inQuotes && character === '\\') at += 1;
    else if (character === '"') inQuotes = !inQuotes;
    else if (!inQuotes && character === '(') open += 1;
    else if (!inQuotes && character === ')' && --open === 0) return at;
  }
  return null;
}

import { FLAGS } from './fields.ts';
import type { Span } from './query.ts';

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
}

/**
 * A field with its operator and the spaces around it, as in `temp > 80`. Spaces after the operator
 * are not included if the next word is another field, which must not become the value.
 */
const FIELD = /^([a-z_]+)\s*(!=|>=|<=|[:=<>])(?:\s+(?!$|[a-z_]+\s*(?:!=|>=|<=|[:=<>])))?/i;
/** A flag that is followed by a space is a complete term, not a field before an operator. */
const FLAG_ALONE = new RegExp(`^(?:${Object.keys(FLAGS).join('|')})\\s`, 'i');
/** A MAC address or the beginning of one, whose colons are not operators. */
const MAC_START = /^[0-9a-f]{2}:[0-9a-f:]*(?:[\s|]|$)/i;

/** Splits a text at spaces outside of quotes. Works for any text. */
export function splitTerms(text: string): readonly RawTerm[] {
  const terms: RawTerm[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const term = readTerm(text, at);
    terms.push(term);
    at = term.to;
  }
  return terms;
}

function readTerm(text: string, from: number): RawTerm {
  const negated = /[-!]/.test(text.charAt(from));
  const start = negated ? from + 1 : from;
  const rest = text.slice(start);
  const match = MAC_START.test(rest) || FLAG_ALONE.test(rest) ? null : FIELD.exec(rest);
  const [head = '', name = '', operator = ''] = match ?? [];
  const value = readValues(text, start + head.length);
  return {
    from,
    to: value.to,
    negated,
    field: match === null ? null : { name, operator, from: start, to: start + name.length },
    values: value.values,
    places: value.places,
    unclosedQuote: value.unclosedQuote,
  };
}

/**
 * Parses alternatives up to a space. Quotes may be anywhere; in them a backslash escapes the next
 * character.
 */
function readValues(text: string, from: number): Pick<RawTerm, 'values' | 'places' | 'to' | 'unclosedQuote'> {
  const values: RawValue[] = [];
  const places: Span[] = [];
  let start = from;
  let current = '';
  let quoted = false;
  let inQuotes = false;
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
    else if (character === '|') finish();
    else if (/\s/.test(character)) break;
    else current += character;
  }
  finish();
  return { values, places, to: at, unclosedQuote: inQuotes };
}

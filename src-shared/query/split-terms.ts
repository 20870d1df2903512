import { FLAGS } from './fields.ts';
import type { Span } from './query.ts';

/** One alternative of a value. What was in quotes is text and nothing else. */
export interface RawValue {
  readonly text: string;
  readonly quoted: boolean;
}

/** One word of a query, taken apart but not yet understood. */
export interface RawTerm extends Span {
  readonly negated: boolean;
  /** What stands before the operator, and the operator; null for a bare word. */
  readonly field: (Span & { readonly name: string; readonly operator: string }) | null;
  readonly values: readonly RawValue[];
  /** Where each alternative stands with its quotes, those that are still empty too. */
  readonly places: readonly Span[];
  readonly unclosedQuote: boolean;
}

/**
 * Spaces round the operator are taken with it, as `temp > 80` is written: those behind it not where
 * a next field begins there, whose value this would be.
 */
const FIELD = /^([a-z_]+)\s*(!=|>=|<=|[:=<>])(?:\s+(?!$|[a-z_]+\s*(?:!=|>=|<=|[:=<>])))?/i;
/** A word that says something by itself is no field whose operator comes later. */
const FLAG_ALONE = new RegExp(`^(?:${Object.keys(FLAGS).join('|')})\\s`, 'i');
/** A MAC address, or the beginning of one: its colons are its own. */
const MAC_START = /^[0-9a-f]{2}:[0-9a-f:]*(?:[\s|]|$)/i;

/** Takes a text apart at its spaces, outside of quotes. Any text can be taken apart. */
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
 * Reads alternatives up to a space. Quotes may stand anywhere; in them a backslash keeps the next
 * character as it is.
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
    // White space is no value: `name:" "` would find every name of two words.
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

import { type AnyTerm, eitherOf } from '../either.ts';
import type { IncidentLeaf, QueryError, Span } from '../query.ts';
import { queryTexts } from '../query-texts.ts';
import { joinTerms, type Token } from './join-terms.ts';
import type { RawBracket, RawTerm } from './split-terms.ts';

/** Longer texts and deeper brackets than a person writes are refused: rules match each miner often. */
export const MOST_CHARACTERS = 2000;
const MOST_DEPTH = 8;

interface Parsed<L> {
  readonly terms: readonly AnyTerm<L>[];
  readonly errors: readonly QueryError[];
}

/**
 * Parses a text of terms that must all match, with `or`, which binds less, brackets and negation.
 * `readTerm` reads one term. Invalid parts are left out, and are in `errors`; so are the alternatives
 * and the brackets of an invalid part, without which the others would be another question.
 */
export function parseTerms<L extends IncidentLeaf>(
  text: string,
  readTerm: (raw: RawTerm) => L | QueryError,
): Parsed<L> {
  if (text.length > MOST_CHARACTERS) {
    const error = errorAt({ from: MOST_CHARACTERS, to: text.length }, queryTexts.tooLong(MOST_CHARACTERS));
    return { terms: [], errors: [error] };
  }
  return new Parser(text, readTerm).parse();
}

class Parser<L extends IncidentLeaf> {
  readonly #text: string;
  readonly #readTerm: (raw: RawTerm) => L | QueryError;
  readonly #tokens: readonly Token[];
  readonly #errors: QueryError[] = [];
  #at = 0;

  constructor(text: string, readTerm: (raw: RawTerm) => L | QueryError) {
    this.#text = text;
    this.#readTerm = readTerm;
    this.#tokens = joinTerms(text);
  }

  parse(): Parsed<L> {
    const { options, isJoined } = this.#options(0);
    if (isJoined && this.#errors.length > 0) return { terms: [], errors: this.#errors };
    const [first, last] = [this.#tokens[0], this.#tokens.at(-1)];
    const terms = eitherOf(options, { negated: false, from: first?.from ?? 0, to: last?.to ?? 0 });
    return { terms, errors: this.#errors };
  }

  /** The options up to the bracket that closes them, or to the end; whether an `or` is among them. */
  #options(depth: number): { readonly options: readonly (readonly AnyTerm<L>[])[]; readonly isJoined: boolean } {
    const options: AnyTerm<L>[][] = [[]];
    let isJoined = false;
    /** Whether something is there that a joining word may join, valid or not. */
    let isBegun = false;
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (isBracket(token, ')')) {
        if (depth > 0) break;
        this.#fail(token, queryTexts.notOpened);
      } else if ('joins' in token) {
        const next = this.#tokens[this.#at + 1];
        const word = this.#text.slice(token.from, token.to);
        isJoined ||= token.joins === 'or';
        if (!isBegun) this.#fail(token, queryTexts.nothingBefore(word));
        else if (next === undefined || 'joins' in next || isBracket(next, ')'))
          this.#fail(token, queryTexts.nothingAfter(word));
        else if (token.joins === 'or') {
          options.push([]);
          isBegun = false;
        }
      } else {
        isBegun = true;
        options.at(-1)?.push(...('bracket' in token ? this.#group(token, depth + 1) : this.#leaf(token)));
      }
      this.#at += 1;
    }
    return { options, isJoined };
  }

  /** The terms in a pair of brackets, which opens at the current token; ends at its closing one. */
  #group(open: RawBracket, depth: number): readonly AnyTerm<L>[] {
    if (depth > MOST_DEPTH) {
      this.#fail(open, queryTexts.tooDeep(MOST_DEPTH));
      for (let left = 1; left > 0 && this.#at < this.#tokens.length - 1; ) {
        this.#at += 1;
        const token = this.#tokens[this.#at];
        if (isBracket(token, '(')) left += 1;
        if (isBracket(token, ')')) left -= 1;
      }
      return [];
    }
    this.#at += 1;
    const from = this.#at;
    const errorsBefore = this.#errors.length;
    const { options } = this.#options(depth);
    const close = this.#tokens[this.#at];
    // Said once, of the outer one: those around a bracket that is not closed are not closed either.
    if (close === undefined && depth === 1)
      this.#fail({ from: open.from, to: this.#text.length }, queryTexts.notClosed);
    if (close !== undefined && this.#at === from)
      this.#fail({ from: open.from, to: close.to }, queryTexts.emptyBrackets);
    if (this.#errors.length > errorsBefore) return [];
    return eitherOf(options, { negated: open.negated, from: open.from, to: close?.to ?? this.#text.length });
  }

  #leaf(raw: RawTerm): readonly L[] {
    const read = raw.bracketed ? errorAt(raw, queryTexts.bracketInValue) : this.#readTerm(raw);
    if (!('message' in read)) return [read];
    this.#errors.push(read);
    return [];
  }

  #fail(place: Span, message: string): void {
    this.#errors.push(errorAt(place, message));
  }
}

function isBracket(token: Token | undefined, bracket: '(' | ')'): boolean {
  return token !== undefined && 'bracket' in token && token.bracket === bracket;
}

/** What was read, with its place in the text. */
export function placed<M extends object>(read: M | QueryError, { from, to }: Span): (M & Span) | QueryError {
  return 'message' in read ? read : { ...read, from, to };
}

/** An error at a place in the text. */
export function errorAt({ from, to }: Span, message: string): QueryError {
  return { from, to, message };
}

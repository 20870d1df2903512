import type { Either, IncidentLeaf, IncidentTerm, LeafTerm, QueryTerm, Span } from './query.ts';

/** A term, or several joined by `or`; `L` is a term without others in it. */
export type AnyTerm<L> = L | (Either<AnyTerm<L>> & Span);

/**
 * The terms of one option after another as terms that must all match: those of the only option, or
 * one term for several. Options without terms are left out, options within options are dissolved,
 * and neighbours that are values of one field become alternatives of that term.
 */
export function eitherOf<L extends IncidentLeaf>(
  options: readonly (readonly AnyTerm<L>[])[],
  { negated, from, to }: Span & { readonly negated: boolean },
): readonly AnyTerm<L>[] {
  const joined: (readonly AnyTerm<L>[])[] = [];
  for (const option of options.flatMap(dissolved)) {
    const before = joined.at(-1);
    const both = before === undefined ? null : alternatives(before, option);
    if (both === null) joined.push(option);
    else joined.splice(-1, 1, [both]);
  }
  const [first, ...more] = joined;
  if (first === undefined) return [];
  if (more.length > 0) return [{ kind: 'either', negated, options: joined, from, to }];
  if (!negated) return first;
  const [only] = first;
  if (only === undefined || first.length > 1) return [{ kind: 'either', negated, options: joined, from, to }];
  const inverted = { ...only, negated: !only.negated, from, to };
  return inverted.kind === 'either' ? eitherOf(inverted.options, inverted) : [inverted];
}

function dissolved<L extends IncidentLeaf>(option: readonly AnyTerm<L>[]): readonly (readonly AnyTerm<L>[])[] {
  const [only] = option;
  if (only === undefined) return [];
  return option.length === 1 && only.kind === 'either' && !only.negated ? only.options : [option];
}

/** Two options that are values of one field as one term; null if they are not. */
function alternatives<L extends IncidentLeaf>(
  [one, ...others]: readonly AnyTerm<L>[],
  [other, ...more]: readonly AnyTerm<L>[],
): AnyTerm<L> | null {
  if (one === undefined || other === undefined || others.length > 0 || more.length > 0) return null;
  if (one.negated || other.negated) return null;
  const { to } = other;
  if (one.kind === 'word' && other.kind === 'word') return { ...one, values: [...one.values, ...other.values], to };
  const isText =
    (one.kind === 'text' && other.kind === 'text') || (one.kind === 'incident' && other.kind === 'incident');
  // Alternatives of != are all excluded.
  if (!isText || one.field !== other.field || one.operator !== other.operator || one.operator === '!=') return null;
  const values = [...one.values, ...other.values];
  if (one.kind !== 'text' || other.kind !== 'text' || one.ranges === undefined) return { ...one, values, to };
  return { ...one, values, ranges: [...one.ranges, ...(other.ranges ?? [])], to };
}

/** All terms without others in them, each negated if it is negated in effect. */
export function leavesOf(terms: readonly QueryTerm[]): readonly LeafTerm[];
export function leavesOf(terms: readonly IncidentTerm[]): readonly IncidentLeaf[];
export function leavesOf(terms: readonly IncidentTerm[]): readonly IncidentLeaf[] {
  return terms.flatMap((term) => leavesIn<IncidentLeaf>(term, false));
}

function leavesIn<L extends IncidentLeaf>(term: AnyTerm<L>, isInverted: boolean): readonly L[] {
  if (term.kind !== 'either') return [isInverted ? { ...term, negated: !term.negated } : term];
  return term.options.flatMap((option) => option.flatMap((one) => leavesIn(one, term.negated !== isInverted)));
}

/** More alternatives than a person writes: brackets beside each other multiply. */
const MOST_ALTERNATIVES = 64;

type Lists<L> = readonly (readonly L[])[];

/**
 * Lists of terms without others in them: a query matches if all terms of one list do. Null if they
 * would be too many.
 */
export function expanded(terms: readonly QueryTerm[]): Lists<LeafTerm> | null {
  return everyOf(terms, (term) => listsOf(term, false));
}

function listsOf(term: QueryTerm, isInverted: boolean): Lists<LeafTerm> | null {
  if (term.kind !== 'either') return [leavesIn<LeafTerm>(term, isInverted)];
  const isNegated = term.negated !== isInverted;
  const ofTerm = (one: QueryTerm): Lists<LeafTerm> | null => listsOf(one, isNegated);
  return isNegated
    ? everyOf(term.options, (option) => someOf(option, ofTerm))
    : someOf(term.options, (option) => everyOf(option, ofTerm));
}

function everyOf<T, L>(each: readonly T[], read: (one: T) => Lists<L> | null): Lists<L> | null {
  let lists: Lists<L> = [[]];
  for (const one of each) {
    const own = read(one);
    if (own === null || own.length * lists.length > MOST_ALTERNATIVES) return null;
    lists = lists.flatMap((list) => own.map((added) => [...list, ...added]));
  }
  return lists;
}

function someOf<T, L>(each: readonly T[], read: (one: T) => Lists<L> | null): Lists<L> | null {
  let lists: Lists<L> = [];
  for (const one of each) {
    const own = read(one);
    if (own === null || own.length + lists.length > MOST_ALTERNATIVES) return null;
    lists = [...lists, ...own];
  }
  return lists;
}

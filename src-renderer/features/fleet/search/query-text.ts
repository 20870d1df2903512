import { FARM_COUNTS, type FarmCount } from '../../../../src-shared/miner/farm-sums.ts';
import { formatQuery, formatTerm, parseQuery, type QueryTerm } from '../../../../src-shared/query/index.ts';
import { COUNT_QUERIES } from './fleet-filter.ts';

/**
 * Removes one term from a text, with an `and` beside it and the brackets that become empty. The rest
 * stays as typed.
 */
export function withoutTerm(text: string, { from, to }: Pick<QueryTerm, 'from' | 'to'>): string {
  let before = text.slice(0, from).trimEnd();
  let after = text.slice(to).trimStart();
  for (;;) {
    if (/(?:^|[\s()])and$/i.test(before)) before = before.slice(0, -3).trimEnd();
    else if (/^and(?=[\s()-]|$)/i.test(after)) after = after.slice(3).trimStart();
    if (!before.endsWith('(') || !after.startsWith(')')) break;
    before = before.slice(0, -1).trimEnd();
    after = after.slice(1).trimStart();
  }
  return `${before}${before.endsWith('(') || after.startsWith(')') ? '' : ' '}${after}`.trim();
}

/** Adds a term to a text. Alternatives that are there get brackets, so that it restricts each of them. */
function withTerm(text: string, added: string): string {
  const plain = `${text} ${added}`.trim();
  const meant = formatQuery([...parseQuery(text).terms, ...parseQuery(added).terms]);
  return formatQuery(parseQuery(plain).terms) === meant ? plain : `(${text}) ${added}`;
}

/** Whether a text contains the query of a header count, in any notation. */
export function asksForCount(text: string, count: FarmCount): boolean {
  return parseQuery(text).terms.some((term) => formatTerm(term) === COUNT_QUERIES[count]);
}

/** Replaces the count in a text by another one, or removes it if it is there already. */
export function toggleCount(text: string, count: FarmCount): string {
  const asked = asksForCount(text, count);
  const rest = withoutCounts(text);
  return asked ? rest : withTerm(rest, COUNT_QUERIES[count]);
}

function withoutCounts(text: string): string {
  const queries = new Set<string>(FARM_COUNTS.map((count) => COUNT_QUERIES[count]));
  const terms = parseQuery(text).terms.filter((term) => queries.has(formatTerm(term)));
  return terms.reduceRight((rest, term) => withoutTerm(rest, term), text);
}

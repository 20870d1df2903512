import { FARM_COUNTS, type FarmCount } from '../../../../src-shared/miner/farm-sums.ts';
import { formatTerm, parseQuery, type QueryTerm } from '../../../../src-shared/query/index.ts';
import { COUNT_QUERIES } from './fleet-filter.ts';

/** Removes one term from a text. The rest stays as typed. */
export function withoutTerm(text: string, { from, to }: Pick<QueryTerm, 'from' | 'to'>): string {
  return `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim();
}

/** Whether a text contains the query of a header count, in any notation. */
export function asksForCount(text: string, count: FarmCount): boolean {
  return parseQuery(text).terms.some((term) => formatTerm(term) === COUNT_QUERIES[count]);
}

/** Replaces the count in a text by another one, or removes it if it is there already. */
export function toggleCount(text: string, count: FarmCount): string {
  const asked = asksForCount(text, count);
  const rest = withoutCounts(text);
  return asked ? rest : [rest, COUNT_QUERIES[count]].filter(Boolean).join(' ');
}

function withoutCounts(text: string): string {
  const queries = new Set<string>(FARM_COUNTS.map((count) => COUNT_QUERIES[count]));
  const terms = parseQuery(text).terms.filter((term) => queries.has(formatTerm(term)));
  return terms.reduceRight((rest, term) => withoutTerm(rest, term), text);
}

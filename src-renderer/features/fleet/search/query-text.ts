import { FARM_COUNTS, type FarmCount } from '../../../../src-shared/farm-sums.ts';
import { formatTerm, parseQuery, type QueryTerm } from '../../../../src-shared/query/index.ts';
import { COUNT_QUERIES } from './fleet-filter.ts';

/** A text without one of its terms. The rest stays as it was typed. */
export function withoutTerm(text: string, { from, to }: Pick<QueryTerm, 'from' | 'to'>): string {
  return `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim();
}

/** Whether a text asks for a header count, however it is written. */
export function asksForCount(text: string, count: FarmCount): boolean {
  return parseQuery(text).terms.some((term) => formatTerm(term) === COUNT_QUERIES[count]);
}

/** A text that asks for a header count instead of another one, or no more if it did already. */
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

import type { Moment } from '../../../../src-shared/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { FIELD_ALIASES, FIELD_NAMES, FLAGS } from '../../../../src-shared/query/fields.ts';
import { parseQuery } from '../../../../src-shared/query/index.ts';
import { filterMiners } from './fleet-filter.ts';

const FIELD_WORDS: readonly string[] = [...FIELD_NAMES, ...Object.keys(FIELD_ALIASES), ...Object.keys(FLAGS)];

/**
 * What a text asks for while it is typed; null where it is not understood. A last word that may
 * become a field and that no miner has asks nothing yet.
 */
export function settledText(text: string, miners: readonly Miner[], moment: Moment): string | null {
  const { terms, errors } = parseQuery(text);
  if (errors.length > 0) return null;
  const last = terms.at(-1);
  if (last === undefined || last.kind !== 'word' || last.to < text.length) return text;
  const word = text.slice(last.from + (last.negated ? 1 : 0), last.to).toLowerCase();
  if (!FIELD_WORDS.some((name) => name.startsWith(word))) return text;
  return filterMiners(miners, word, moment).length > 0 ? text : text.slice(0, last.from).trimEnd();
}

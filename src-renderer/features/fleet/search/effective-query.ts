import type { Moment } from '../../../../src-shared/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { FIELD_ALIASES, FIELD_NAMES, FLAGS } from '../../../../src-shared/query/fields.ts';
import { parseQuery } from '../../../../src-shared/query/index.ts';
import { filterMiners } from './fleet-filter.ts';

const FIELD_WORDS: readonly string[] = [...FIELD_NAMES, ...Object.keys(FIELD_ALIASES), ...Object.keys(FLAGS)];

/** What the table shows of a text, and whether it can be acted upon. */
export interface EffectiveQuery {
  readonly text: string;
  /** Some of the text is not understood: the rows are those of the rest, and are no selection. */
  readonly broken: boolean;
}

/**
 * What a text asks for while it is typed. What is not understood asks for nothing. A last word that
 * may become a field, and that no miner has, asks nothing yet.
 */
export function effectiveQuery(text: string, miners: readonly Miner[], moment: Moment): EffectiveQuery {
  const { terms, errors } = parseQuery(text);
  if (errors.length > 0) return { text: terms.map(({ from, to }) => text.slice(from, to)).join(' '), broken: true };
  const last = terms.at(-1);
  if (last === undefined || last.kind !== 'word' || last.to < text.length) return { text, broken: false };
  const word = text.slice(last.from + (last.negated ? 1 : 0), last.to).toLowerCase();
  const isUsed = !FIELD_WORDS.some((name) => name.startsWith(word)) || filterMiners(miners, word, moment).length > 0;
  return { text: isUsed ? text : text.slice(0, last.from).trimEnd(), broken: false };
}

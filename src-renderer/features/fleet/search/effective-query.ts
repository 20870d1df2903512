import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { FIELD_ALIASES, FIELD_NAMES } from '../../../../src-shared/query/fields/field-names.ts';
import { FLAGS } from '../../../../src-shared/query/fields/flags.ts';
import { formatQuery, leavesOf, parseQuery } from '../../../../src-shared/query/index.ts';
import { filterMiners } from './fleet-filter.ts';

const FIELD_WORDS: readonly string[] = [...FIELD_NAMES, ...Object.keys(FIELD_ALIASES), ...Object.keys(FLAGS)];

/** A word at the end that joins what is before it with what follows. */
const JOINER = /(?:\s(?:or|and|not)|\|)\s*$/i;

/** The query that the table shows, and whether its rows can be acted on. */
export interface EffectiveQuery {
  readonly text: string;
  /** A part of the text is invalid: the rows are those of the rest, and must not be acted on. */
  readonly broken: boolean;
}

/**
 * The query of a text that is being typed. Invalid parts are left out. So is a last word that may
 * become the name of a field and that no miner matches.
 */
export function effectiveQuery(text: string, miners: readonly Miner[], moment: Moment): EffectiveQuery {
  const { terms, errors } = parseQuery(text);
  const broken = errors.length > 0;
  const last = leavesOf(terms).at(-1);
  if (last?.kind === 'word' && last.to === text.length) {
    const word = text.slice(last.from + (last.negated ? 1 : 0), last.to).toLowerCase();
    const isUsed = !FIELD_WORDS.some((name) => name.startsWith(word)) || filterMiners(miners, word, moment).length > 0;
    if (!isUsed) return { text: formatQuery(parseQuery(text.slice(0, last.from).replace(JOINER, '')).terms), broken };
  }
  return { text: broken ? formatQuery(terms) : text, broken };
}

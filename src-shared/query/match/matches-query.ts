import { lostHs } from '../../miner/lost-hashrate.ts';
import { isHashing, type Moment, momentOf, needsAttention } from '../../miner/miner-now.ts';
import type { Miner } from '../../model/index.ts';
import { DEFAULT_STATUS_SECONDS } from '../../setting-defaults/polling.ts';
import { NUMBER_FIELDS } from '../fields/number-fields.ts';
import type { Either, FlagName, Query, QueryTerm, TermMeaning } from '../query.ts';
import { answerNumber } from './answer-number.ts';
import { answerText } from './answer-text.ts';
import { isMentioned } from './answer-word.ts';

/**
 * Whether a miner matches all terms of a query. An unknown or stale figure matches no comparison,
 * not even a negated one. A miner without a tag, place or name is known to have none, so that a
 * negation matches it.
 */
export function matchesQuery(
  query: Query,
  miner: Miner,
  nowMs: number,
  staleAfterMs: number = momentOf(nowMs, DEFAULT_STATUS_SECONDS).staleAfterMs,
): boolean {
  return matchesTerms(query.terms, miner, { nowMs, staleAfterMs });
}

/**
 * Like `matchesQuery`, with a given time. Rules call it for each miner of a large farm every few
 * seconds. Loops are used here and in the tests of texts, because closures would be garbage.
 */
export function matchesTerms(terms: readonly TermMeaning[], miner: Miner, moment: Moment): boolean {
  for (const term of terms) if (!matchesTerm(term, miner, moment)) return false;
  return true;
}

/** Whether a miner matches one term. */
function matchesTerm(term: TermMeaning, miner: Miner, moment: Moment): boolean {
  return answerTerm(term, miner, moment) === !term.negated;
}

/** Whether a miner matches a term before negation; null if unknown. */
export function answerTerm(term: TermMeaning, miner: Miner, moment: Moment): boolean | null {
  switch (term.kind) {
    case 'flag':
      return answerFlag(term.flag, miner, moment);
    case 'word':
      return isMentioned(term, miner, moment);
    case 'text':
      return answerText(term, miner, moment);
    case 'number':
      return answerNumber(term, NUMBER_FIELDS[term.field], miner, moment);
    case 'either':
      return answerEither(term, miner, moment);
  }
}

/** True if one option is, whatever is unknown of the others; unknown if one may be. */
function answerEither({ options }: Either<QueryTerm>, miner: Miner, moment: Moment): boolean | null {
  let isKnown = true;
  for (const option of options) {
    const found = answerAll(option, miner, moment);
    if (found === true) return true;
    if (found === null) isKnown = false;
  }
  return isKnown ? false : null;
}

/** False if one term is, whatever is unknown of the others. */
function answerAll(terms: readonly QueryTerm[], miner: Miner, moment: Moment): boolean | null {
  let isKnown = true;
  for (const term of terms) {
    const found = answerTerm(term, miner, moment);
    if (found === term.negated) return false;
    if (found === null) isKnown = false;
  }
  return isKnown ? true : null;
}

function answerFlag(flag: FlagName, miner: Miner, moment: Moment): boolean {
  switch (flag) {
    case 'online':
      return miner.online;
    case 'hashing':
      return isHashing(miner, moment);
    case 'managed':
      return miner.managed;
    case 'attention':
      return needsAttention(miner);
    case 'losing':
      return (lostHs(miner, moment) ?? 0) > 0;
  }
}

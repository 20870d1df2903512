import { formatQuery } from './format-query.ts';
import { bareRuns } from './parse/bare-run.ts';
import { parseQuery } from './parse/parse-query.ts';
import { MOST_CHARACTERS } from './parse/parse-terms.ts';
import { splitTerms } from './parse/split-terms.ts';
import type { Span } from './query.ts';
import { type ScreenWord, screenWords } from './screen-words.ts';

/** Words of a search that name states or problems, with the queries for these. */
export interface NamedState extends Span {
  readonly said: string;
  readonly words: readonly ScreenWord[];
}

/** More would be a list, which the completions are. */
const MOST_NAMED = 2;

/**
 * The states and problems that words of a search name: "wrong pool". The words themselves are
 * searched in all texts of a miner, where a name may have them too. Several words may be the
 * beginning of a name.
 */
export function namedStates(text: string): readonly NamedState[] {
  if (text.length > MOST_CHARACTERS) return [];
  return bareRuns(text, splitTerms(text)).flatMap((run) => {
    const places = [...run.said.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
      from: run.from + index,
      to: run.from + index + word.length,
    }));
    return phrasesIn(text, places);
  });
}

function phrasesIn(text: string, places: readonly Span[]): readonly NamedState[] {
  const named: NamedState[] = [];
  for (let first = 0; first < places.length; first++) {
    for (let last = places.length - 1; last >= first; last--) {
      const [from = 0, to = 0] = [places[first]?.from, places[last]?.to];
      const said = text.slice(from, to);
      const words = screenWords(said)
        .filter(({ naming }) => naming === 'whole' || (naming === 'begun' && last > first))
        .filter(({ query }) => !isSameQuery(query, said));
      if (words.length === 0) continue;
      named.push({ said, from, to, words: words.slice(0, MOST_NAMED) });
      first = last;
      break;
    }
  }
  return named;
}

/** Whether a text already means a query. */
function isSameQuery(query: string, text: string): boolean {
  return formatQuery(parseQuery(query).terms) === formatQuery(parseQuery(text).terms);
}

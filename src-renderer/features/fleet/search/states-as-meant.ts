import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { screenWords } from '../../../../src-shared/query/index.ts';
import { filterMiners } from './fleet-filter.ts';

/** Fewer letters begin the names of many states. */
const LEAST_LETTERS = 3;
const MOST_STATES = 6;

/**
 * The states and problems that a text names, each with its query and the number of its miners.
 * Without the one that the text is the query of.
 */
export function statesAsMeant(
  text: string,
  miners: readonly Miner[],
  moment: Moment,
): readonly { readonly query: string; readonly means: string; readonly found: number }[] {
  const said = text.trim();
  return (
    screenWords(said)
      .filter(({ naming }) => naming === 'whole' || said.length >= LEAST_LETTERS)
      // "offline" does not mean "not offline".
      .filter(({ naming, query }) => naming !== 'within' || !query.startsWith('-'))
      .filter(({ query }) => query !== said)
      .slice(0, MOST_STATES)
      .map(({ query, means }) => ({ query, means, found: filterMiners(miners, query, moment).length }))
  );
}

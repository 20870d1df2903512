import { ATTENTION_WORDS } from '../../src-shared/condition-kinds.ts';
import type { Miner } from '../../src-shared/model/index.ts';

/** Miners with the same problem, in one line. */
export type Alike = readonly [Miner, ...Miner[]];

/** The number of miners with the same problem from which they share a line. */
const MANY_ALIKE = 4;
/** Two miners on the same foreign pool have one cause, and become one incident. */
const ONE_CAUSE: ReadonlySet<string> = new Set(['pool_foreign']);

/** In the order of causes: what stops a whole miner comes before what affects some chips. */
const RANKS: ReadonlyMap<string, number> = new Map(Object.keys(ATTENTION_WORDS).map((code, i) => [code, i]));

/**
 * Groups miners by problem, the most serious cause first: a few are separate, many share a line.
 */
export function groupByProblem(miners: readonly Miner[]): readonly Alike[] {
  const byProblem = Map.groupBy(miners, ({ attention: [worst] }) =>
    ONE_CAUSE.has(worst?.code ?? '') ? worst?.message : worst?.code,
  );
  return [...byProblem.values()]
    .flatMap((alike): Alike[] => {
      const [first, ...others] = alike;
      if (first === undefined) return [];
      const isApart = alike.length < MANY_ALIKE && !ONE_CAUSE.has(first.attention[0]?.code ?? '');
      return isApart ? alike.map((miner): Alike => [miner]) : [[first, ...others]];
    })
    .sort((a, b) => rank(a) - rank(b) || b.length - a.length);
}

function rank([miner]: Alike): number {
  return RANKS.get(miner.attention[0]?.code ?? '') ?? RANKS.size;
}

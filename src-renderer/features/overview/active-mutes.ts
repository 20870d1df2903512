import { CONDITION_OF_ATTENTION } from '../../../src-shared/judging/conditions.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import type { Maintenance, Miner, Rule } from '../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';

type Query = ReturnType<typeof parseQuery>;

/** A mute or a maintenance in force: the miners, and the rules that are silent about them. */
export interface ActiveMute {
  readonly miners: Query;
  /** The queries of the rules that are muted; null in maintenance, where all are. */
  readonly rules: readonly Query[] | null;
}

/** The maintenance and the mutes that are under way. */
export function activeMutes(
  nowMs: number,
  listed: readonly Maintenance[],
  rules: readonly Pick<Rule, 'id' | 'query'>[],
): readonly ActiveMute[] {
  return listed
    .filter(({ starts_at, ends_at }) => starts_at <= nowMs && ends_at > nowMs)
    .map(({ query, rule_ids }) => ({
      miners: parseQuery(query),
      rules:
        rule_ids.length === 0
          ? null
          : rules.filter(({ id }) => rule_ids.includes(id)).map((rule) => parseQuery(rule.query)),
    }));
}

/** The miner without those of its troubles that are silent now. */
export function withoutSilent(miner: Miner, silences: readonly ActiveMute[], { nowMs, staleAfterMs }: Moment): Miner {
  const own = silences.filter(({ miners }) => matchesQuery(miners, miner, nowMs, staleAfterMs));
  if (own.length === 0) return miner;
  const attention = miner.attention.filter(
    ({ code }) => !own.some(({ rules }) => rules === null || rules.some((rule) => isAbout(rule, code))),
  );
  return { ...miner, attention };
}

/** Whether a rule finds what a row says. */
function isAbout({ terms }: Query, code: string): boolean {
  const condition = CONDITION_OF_ATTENTION[code] ?? code;
  return terms.some((term) =>
    term.kind === 'text'
      ? term.field === 'condition' && !term.negated && term.values.includes(condition)
      : term.kind === 'number' && term.field === 'hashrate' && condition === 'low_hashrate',
  );
}

import { isOfAllRules } from '../../alerts/maintenance-now.ts';
import { CONDITION_OF_ATTENTION } from '../../condition-kinds.ts';
import type { Moment } from '../../miner/miner-now.ts';
import type { Maintenance, Miner, Rule } from '../../model/index.ts';
import { leavesOf } from '../either.ts';
import { parseQuery } from '../parse/parse-query.ts';
import { currentWindows } from './in-maintenance.ts';

type Query = ReturnType<typeof parseQuery>;

/** A current mute or maintenance: its miners, and the rules that are silent for them. */
export interface ActiveMute {
  readonly includes: (miner: Miner) => boolean;
  /** The queries of the muted rules; null for a maintenance, in which all rules are silent. */
  readonly rules: readonly Query[] | null;
}

/** The current maintenance and mutes. */
export function activeMutes(
  moment: Moment,
  listed: readonly Maintenance[],
  rules: readonly Pick<Rule, 'id' | 'query'>[],
): readonly ActiveMute[] {
  return currentWindows(listed, moment).map(({ window, includes }) => ({
    includes,
    rules: isOfAllRules(window)
      ? null
      : rules.filter(({ id }) => window.rule_ids.includes(id)).map((rule) => parseQuery(rule.query)),
  }));
}

/** The miner without the problems that are silent now. What may damage it is not, in maintenance. */
export function withoutSilent(miner: Miner, silences: readonly ActiveMute[]): Miner {
  const own = silences.filter(({ includes }) => includes(miner));
  if (own.length === 0) return miner;
  const attention = miner.attention.filter(
    ({ code, in_danger: isDanger = false }) =>
      !own.some(({ rules }) => (rules === null ? !isDanger : rules.some((rule) => isAbout(rule, code)))),
  );
  return { ...miner, attention };
}

/** Whether a rule matches the problem of a row. */
function isAbout({ terms }: Query, code: string): boolean {
  const condition = CONDITION_OF_ATTENTION[code] ?? code;
  return leavesOf(terms).some((term) =>
    term.kind === 'text'
      ? term.field === 'condition' && !term.negated && term.values.includes(condition)
      : term.kind === 'number' && term.field === 'hashrate' && condition === 'low_hashrate',
  );
}

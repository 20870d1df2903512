import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import type { StoredMember } from '../../store/store.ts';
import { ruleRank } from '../rules/built-in-rules.ts';

/** The worst fault first; at the same severity the likeliest cause. */
export function worstFaultFirst(a: StoredMember, b: StoredMember): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    ruleRank(a.rule_id) - ruleRank(b.rule_id) ||
    a.since_at - b.since_at
  );
}

import type { DayLoss, DaySum } from '../../../../src-shared/model/index.ts';
import type { StoredDay } from '../../../store/store.ts';
import { RULE } from '../../sample-farm.ts';

/** A stored day as callers see it. `ruleName`: null if there is no such rule any more. */
export function dayFromStored(
  { work, ...rest }: StoredDay,
  span: { readonly from_at: number; readonly to_at: number },
  ruleName: (id: string) => string | null,
): DaySum {
  return {
    ...span,
    ...rest,
    work: work.map(({ known_miner_ms, hashing_miner_ms, lost, ...sums }) => ({
      ...sums,
      hashing_percent: known_miner_ms === 0 ? null : (100 * hashing_miner_ms) / known_miner_ms,
      lost: lost.map(({ cause, lost_hash }) => ({ ...causeOf(cause, ruleName), lost_hash })),
    })),
  };
}

function causeOf(stored: string, ruleName: (id: string) => string | null): Omit<DayLoss, 'lost_hash'> {
  if (!stored.startsWith(RULE)) return { cause: stored as DayLoss['cause'], rule_id: null, rule_name: null };
  const rule_id = stored.slice(RULE.length);
  return { cause: 'rule', rule_id, rule_name: ruleName(rule_id) };
}

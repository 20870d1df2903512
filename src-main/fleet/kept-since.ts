import type { BY_REACH } from '../conditions/condition-sources.ts';
import { conditionKey } from '../conditions/found-condition.ts';
import type { StoredMiner } from '../store/store.ts';

type ReachCode = (typeof BY_REACH)[number];

const keyOf = (code: ReachCode): string => conditionKey({ code, where: { chain_id: null } });

/** When a condition that no reading shows began, as far as it is stored. */
export function keptSince({ conditions_since }: StoredMiner, code: ReachCode): number | null {
  return conditions_since?.[keyOf(code)] ?? null;
}

/** The record with the beginning of such a condition, so that a restart does not forget it. */
export function keepSince(stored: StoredMiner, code: ReachCode, at: number | null): StoredMiner {
  if (keptSince(stored, code) === at) return stored;
  const { [keyOf(code)]: _, ...others } = stored.conditions_since ?? {};
  const sinces = at === null ? others : { ...others, [keyOf(code)]: at };
  return { ...stored, conditions_since: Object.keys(sinces).length === 0 ? null : sinces };
}

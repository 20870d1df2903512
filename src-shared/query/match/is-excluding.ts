import type { IncidentMeaning, LeafMeaning } from '../query.ts';

/** `-tag:a`, `tag!=a` and `-offline` mean that no miner is so. `offline` means that one is. */
export function isExcluding(term: LeafMeaning | IncidentMeaning): boolean {
  if (term.kind === 'flag') return term.excludes === true;
  if (term.kind === 'incident' || term.kind === 'since') return false;
  return term.kind === 'word' ? term.negated : term.negated !== (term.operator === '!=');
}

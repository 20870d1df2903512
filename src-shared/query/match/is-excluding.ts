import type { IncidentMeaning, LeafMeaning } from '../query.ts';

/** `-tag:a` and `tag!=a` mean that no miner matches. `offline` means that one is. */
export function isExcluding(term: LeafMeaning | IncidentMeaning): boolean {
  if (term.kind === 'flag' || term.kind === 'incident' || term.kind === 'since') return false;
  return term.kind === 'word' ? term.negated : term.negated !== (term.operator === '!=');
}

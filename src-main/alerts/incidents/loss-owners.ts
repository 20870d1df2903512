import { ruleRank } from '../rules/built-in-rules.ts';
import type { IncidentContext } from './incident-context.ts';
import type { IncidentInMemory } from './incident-in-memory.ts';

/**
 * In which of the open incidents the loss of a miner is counted: that of the likeliest cause. A
 * miner that goes dark with its rack keeps its older incidents, which lose nothing more by that.
 */
export class LossOwners {
  readonly #owners = new Map<string, { readonly rank: number; readonly incidentId: string }>();

  constructor(open: readonly IncidentInMemory[], clearing: IncidentContext['clearing']) {
    for (const incident of open)
      for (const { miner_id, rule_id } of incident.present()) {
        // A fault that is over, and only waits whether that lasts, costs nothing.
        if (clearing({ miner_id, rule_id }) !== null) continue;
        const rank = ruleRank(rule_id);
        const known = this.#owners.get(miner_id);
        if (known === undefined || rank < known.rank) this.#owners.set(miner_id, { rank, incidentId: incident.id });
      }
  }

  isOwner({ id }: IncidentInMemory, minerId: string): boolean {
    return this.#owners.get(minerId)?.incidentId === id;
  }
}

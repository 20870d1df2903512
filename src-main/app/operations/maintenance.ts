import { asksForMaintenance } from '../../../src-shared/query/index.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import { wrongQuery } from './input/rule-input.ts';
import type { OperationsParts } from './operations-parts.ts';

/** Every miner that a rule matches is compared with all of these. */
const MOST_WINDOWS = 1000;

export function createMaintenanceOperations({ maintenance, rules, clock }: OperationsParts) {
  return {
    list: () => maintenance.all(clock.nowMs()),
    async create(input, { actor }: By) {
      const wrong = wrongQuery({ query: input.query });
      if (wrong !== null) return wrong;
      if (asksForMaintenance(input.query)) return refuseInput('query', 'must not ask for maintenance itself.');
      const now = clock.nowMs();
      if (input.ends_at <= Math.max(now, input.starts_at ?? now)) {
        return refuseInput('ends_at', 'must be in the future, and after the start.');
      }
      const unknown = input.rule_ids.find((id) => rules.get(id) === null);
      if (unknown !== undefined) return refuseInput('rule_ids', `there is no rule ${unknown}.`);
      if (maintenance.all(now).length >= MOST_WINDOWS) {
        return refuseNow(`There are ${MOST_WINDOWS} times of maintenance, which is the limit. End some first.`);
      }
      return { ok: true, value: await maintenance.add(input, actor, now) };
    },
    async remove({ id }, { actor }: By) {
      const window = await maintenance.remove(id, actor);
      if (window === null) {
        return refuse({ code: 'NOT_FOUND', message: `There is no maintenance ${id}.`, data: { id } });
      }
      return { ok: true, value: { removed: true } };
    },
  } satisfies Operations['maintenance'];
}

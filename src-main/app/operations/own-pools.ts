import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse } from '../../api/refuse.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createOwnPoolOperations({ poolsSet, fleet }: OperationsParts) {
  return {
    list: () => poolsSet.list(),
    seen: async () => fleet.poolsSeen(),
    async decide({ is_own, ...pool }, { actor }: By) {
      await poolsSet.decide(pool, is_own, actor);
      return fleet.poolsSeen();
    },
    async forget(pool, { actor }: By) {
      if (await poolsSet.forget(pool, actor)) return { ok: true, value: await poolsSet.list() };
      const account = pool.account === null ? '' : ` with the account ${pool.account}`;
      const message = `No job set the pool ${pool.host}${account}.`;
      return refuse({ code: 'NOT_FOUND', message, data: { id: pool.host } });
    },
  } satisfies Operations['ownPools'];
}

import { api } from './call.ts';
import { matchesFilter } from './miner-filter.ts';
import type { Operations } from './operations.ts';
import { noSuchMiner, orThrow, requireHistory } from './refusal.ts';

export function implementMiners({ miners }: Operations) {
  const requireMiner = (id: string) => {
    const miner = miners.get(id);
    if (miner === null) throw noSuchMiner(id);
    return miner;
  };

  return {
    list: api.miners.list.handler(({ input }) => miners.list().filter((miner) => matchesFilter(miner, input))),

    get: api.miners.get.handler(({ input }) => requireMiner(input.id)),

    update: api.miners.update.handler(async ({ input, context }) =>
      orThrow(await miners.update(input.params.id, input.body, context.actor)),
    ),

    remove: api.miners.remove.handler(async ({ input: { params, query }, context }) =>
      orThrow(await miners.remove(params.id, query.history, context.actor)),
    ),

    replacedBy: api.miners.replacedBy.handler(async ({ input: { params, body }, context }) =>
      orThrow(await miners.replace(params.id, body.id, context.actor)),
    ),

    rescan: api.miners.rescan.handler(async ({ input }) => orThrow(await miners.rescan(input.id))),

    statuses: api.miners.statuses.handler(async ({ input: { id, ...range } }) => {
      await requireHistory(miners, id);
      return miners.statuses(id, range);
    }),

    telemetry: api.miners.telemetry.handler(async ({ input: { id, ...range } }) => {
      await requireHistory(miners, id);
      return miners.telemetry(id, range);
    }),
  };
}

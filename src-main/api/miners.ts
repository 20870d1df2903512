import { api } from './call.ts';
import type { Engine } from './engine.ts';
import { matchesFilter } from './miner-filter.ts';
import { granted, noSuchMiner } from './refusal.ts';

export function implementMiners({ miners }: Engine) {
  const requireMiner = (id: string) => {
    const miner = miners.get(id);
    if (miner === null) throw noSuchMiner(id);
    return miner;
  };

  return {
    list: api.miners.list.handler(({ input }) => miners.list().filter((miner) => matchesFilter(miner, input))),

    get: api.miners.get.handler(({ input }) => requireMiner(input.id)),

    update: api.miners.update.handler(async ({ input }) => granted(await miners.update(input.params.id, input.body))),

    rescan: api.miners.rescan.handler(async ({ input }) => granted(await miners.rescan(input.id))),

    statuses: api.miners.statuses.handler(({ input: { id, ...range } }) => {
      requireMiner(id);
      return miners.statuses(id, range);
    }),

    telemetry: api.miners.telemetry.handler(({ input: { id, ...range } }) => {
      requireMiner(id);
      return miners.telemetry(id, range);
    }),
  };
}

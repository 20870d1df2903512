import type { HistorySpan } from '../history/plan-history.ts';
import { api } from './call.ts';
import type { Operations } from './operations.ts';
import { badField, noSuchModel, requireHistory } from './refusal.ts';

export function implementHistory({ history, miners, models }: Operations) {
  return {
    disk: api.history.disk.handler(() => history.disk()),

    fleet: api.history.fleet.handler(({ input }) => history.fleet(spanOf(input))),

    model: api.history.model.handler(({ input }) => {
      if (!models.list().some(({ alias }) => alias === input.alias)) throw noSuchModel(input.alias);
      return history.model(input.alias, spanOf(input));
    }),

    miner: api.history.miner.handler(async ({ input }) => {
      await requireHistory(miners, input.id);
      return history.miner(input.id, spanOf(input));
    }),

    chain: api.history.chain.handler(async ({ input }) => {
      await requireHistory(miners, input.id);
      return history.chain(input.id, input.chain_id, spanOf(input));
    }),

    chip: api.history.chip.handler(async ({ input }) => {
      await requireHistory(miners, input.id);
      const { id, chain_id, chip_id, nth } = input;
      return history.chip(id, { chain_id, chip_id, nth }, spanOf(input));
    }),
  };
}

function spanOf(input: { from: number; to?: number | undefined; max_points: number }): HistorySpan {
  const { from, to = Date.now(), max_points } = input;
  if (from >= to) throw badField('from', 'must be before to, which is now if it is left out');
  return { fromAt: from, toAt: to, maxPoints: max_points };
}

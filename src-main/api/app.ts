import { api, unchecked } from './call.ts';
import { liveEvents, parseLastEventId } from './live.ts';
import type { Operations } from './operations.ts';
import { orThrow } from './refusal.ts';

export function implementApp({ app }: Operations) {
  return {
    health: api.app.health.handler(() => app.health()),

    events: unchecked.app.events.handler(({ context, signal, lastEventId }) => {
      const end = signal === undefined ? context.stopping : AbortSignal.any([context.stopping, signal]);
      return liveEvents(app.events(end, parseLastEventId(lastEventId)), end, context);
    }),

    activity: api.app.activity.handler(({ input: { before_id, miner_id, ...filter } }) =>
      app.activity({ ...filter, beforeId: before_id, minerId: miner_id }),
    ),

    backUp: api.app.backUp.handler(async ({ context }) => orThrow(await app.backUp(context.actor))),

    licences: api.app.licences.handler(() => app.licences()),
  };
}

import { api, unchecked } from './call.ts';
import type { Engine } from './engine.ts';
import { liveEvents, parseLastEventId } from './live.ts';

export function implementApp({ app }: Engine) {
  return {
    health: api.app.health.handler(() => app.health()),

    events: unchecked.app.events.handler(({ context, signal, lastEventId }) => {
      const end = signal === undefined ? context.stopping : AbortSignal.any([context.stopping, signal]);
      return liveEvents(app.events(end, parseLastEventId(lastEventId)), end, context);
    }),

    activity: api.app.activity.handler(({ input: { limit, before, kind, miner_id } }) =>
      app.activity({ limit, before, kind, minerId: miner_id }),
    ),
  };
}

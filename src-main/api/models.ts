import { api } from './call.ts';
import type { Operations } from './operations.ts';
import { orThrow } from './refusal.ts';

export function implementModels({ models }: Operations) {
  return {
    list: api.models.list.handler(() => models.list()),

    update: api.models.update.handler(async ({ input: { params, body }, context }) =>
      orThrow(await models.setMaxPreset(params.alias, body.max_preset, context.actor)),
    ),
  };
}

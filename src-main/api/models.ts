import { api } from './call.ts';
import type { Engine } from './engine.ts';
import { granted } from './refusal.ts';

export function implementModels({ models }: Engine) {
  return {
    list: api.models.list.handler(() => models.list()),

    update: api.models.update.handler(async ({ input: { params, body } }) =>
      granted(await models.setMaxPreset(params.alias, body.max_preset)),
    ),
  };
}

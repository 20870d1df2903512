import { api } from './call.ts';
import type { Operations } from './operations.ts';
import { orThrow } from './refusal.ts';

export function implementSettings({ settings }: Operations) {
  return {
    get: api.settings.get.handler(() => settings.get()),

    update: api.settings.update.handler(async ({ input, context }) =>
      orThrow(await settings.update(input, context.actor)),
    ),

    localNetworks: api.settings.localNetworks.handler(() => settings.localNetworks()),

    previewTargets: api.settings.previewTargets.handler(({ input }) => settings.previewTargets(input.targets)),
  };
}

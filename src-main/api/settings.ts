import { api } from './call.ts';
import type { Engine } from './engine.ts';
import { granted } from './refusal.ts';

export function implementSettings({ settings }: Engine) {
  return {
    get: api.settings.get.handler(() => settings.get()),

    update: api.settings.update.handler(async ({ input }) => granted(await settings.update(input))),

    localNetworks: api.settings.localNetworks.handler(() => settings.localNetworks()),

    previewTargets: api.settings.previewTargets.handler(({ input }) => settings.previewTargets(input.targets)),
  };
}

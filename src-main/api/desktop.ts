import { api } from './call.ts';
import type { Operations } from './operations.ts';
import { orThrow } from './refusal.ts';

export function implementDesktop({ desktop }: Operations) {
  return {
    get: api.desktop.get.handler(() => desktop.get()),

    setOpenAtLogin: api.desktop.setOpenAtLogin.handler(async ({ input, context }) =>
      orThrow(await desktop.setOpenAtLogin(input.on, context.actor)),
    ),

    moveSecrets: api.desktop.moveSecrets.handler(async ({ context }) =>
      orThrow(await desktop.moveSecrets(context.actor)),
    ),

    openMinerPage: api.desktop.openMinerPage.handler(({ input }) => orThrow(desktop.openMinerPage(input.id))),

    openDemo: api.desktop.openDemo.handler(() => orThrow(desktop.openDemo())),

    checkForUpdates: api.desktop.checkForUpdates.handler(() => orThrow(desktop.checkForUpdates())),
  };
}

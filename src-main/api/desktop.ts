import { api } from './call.ts';
import type { Engine } from './engine.ts';
import { granted } from './refusal.ts';

export function implementDesktop({ desktop }: Engine) {
  return {
    get: api.desktop.get.handler(() => desktop.get()),

    setOpenAtLogin: api.desktop.setOpenAtLogin.handler(({ input }) => granted(desktop.setOpenAtLogin(input.on))),

    moveSecrets: api.desktop.moveSecrets.handler(async () => granted(await desktop.moveSecrets())),

    openMinerPage: api.desktop.openMinerPage.handler(({ input }) => granted(desktop.openMinerPage(input.id))),

    openDemo: api.desktop.openDemo.handler(() => granted(desktop.openDemo())),

    checkForUpdates: api.desktop.checkForUpdates.handler(() => granted(desktop.checkForUpdates())),
  };
}

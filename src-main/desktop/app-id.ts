import type { App } from 'electron';

/**
 * The AppUserModelID of the installed app: `appId` of electron-builder.yml, which its installer
 * writes into the shortcut of the start menu.
 */
export const APP_ID = 'app.powerhive.desktop';

/**
 * Registers with Windows which installed app this process is. Windows shows the toasts only of a
 * process whose AppUserModelID is that of a shortcut in the start menu, and groups its windows by
 * it. Without an installer there is no such shortcut: Electron's documentation names the path of
 * the program instead.
 */
export function identifyToWindows(
  app: Pick<App, 'isPackaged' | 'setAppUserModelId'>,
  platform: NodeJS.Platform,
  programPath: string,
): void {
  if (platform === 'win32') app.setAppUserModelId(app.isPackaged ? APP_ID : programPath);
}

import type { App } from 'electron';

/**
 * The AppUserModelID of the installed app: `appId` of electron-builder.yml, which its installer
 * writes into the shortcut of the start menu.
 */
export const APP_ID = 'app.powerhive.desktop';

/**
 * Sets the AppUserModelID of this process. Windows shows toasts only for a process whose id is that
 * of a shortcut in the start menu, and groups windows by it. Without an installer there is no such
 * shortcut: then the path of the program is used, as Electron's documentation recommends.
 */
export function identifyToWindows(
  app: Pick<App, 'isPackaged' | 'setAppUserModelId'>,
  platform: NodeJS.Platform,
  programPath: string,
): void {
  if (platform === 'win32') app.setAppUserModelId(app.isPackaged ? APP_ID : programPath);
}

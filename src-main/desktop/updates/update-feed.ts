import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { UpdateFeed } from './updates.ts';

/**
 * The update server at a URL, through electron-updater. The package is loaded only here, so that
 * its code never runs in a program that does not check for updates.
 */
export async function openUpdateFeed(url: string, log: Logger): Promise<UpdateFeed> {
  const { autoUpdater } = await import('electron-updater');
  autoUpdater.logger = log;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.allowPrerelease = false;
  autoUpdater.disableWebInstaller = true;
  // Without this it does not check in an app that is not packaged.
  autoUpdater.forceDevUpdateConfig = true;
  // By default this header has an id that identifies this computer.
  autoUpdater.requestHeaders = { 'x-user-staging-id': '' };
  autoUpdater.setFeedURL({ provider: 'generic', url });
  return {
    async findNewer() {
      const found = await autoUpdater.checkForUpdates();
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null;
    },
    async download() {
      await autoUpdater.downloadUpdate();
    },
    install: () => autoUpdater.quitAndInstall(false, true),
  };
}

/**
 * Whether the package names its publisher. If it does not, electron-updater on Windows installs
 * downloads without checking their signature.
 */
export function namesPublisher(resourcesPath: string | undefined): boolean {
  const file = join(resourcesPath ?? '', 'app-update.yml');
  return resourcesPath !== undefined && existsSync(file) && /^publisherName:/m.test(readFileSync(file, 'utf8'));
}

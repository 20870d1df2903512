import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { UpdateFeed } from './updates.ts';

/**
 * The place of an address, through electron-updater. The package is loaded here and not before, so
 * that it cannot have done anything by itself in a program that never checks for updates.
 */
export async function openUpdateFeed(url: string, log: Logger): Promise<UpdateFeed> {
  const { autoUpdater } = await import('electron-updater');
  autoUpdater.logger = log;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.allowPrerelease = false;
  autoUpdater.disableWebInstaller = true;
  // It looks for a file of addresses in the package otherwise, and finds none.
  autoUpdater.forceDevUpdateConfig = true;
  // It would send the server a number that identifies this computer.
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
 * Whether the package says who signs it. Without that, electron-updater on Windows takes what it
 * downloads unchecked.
 */
export function namesPublisher(resourcesPath: string | undefined): boolean {
  const file = join(resourcesPath ?? '', 'app-update.yml');
  return resourcesPath !== undefined && existsSync(file) && /^publisherName:/m.test(readFileSync(file, 'utf8'));
}

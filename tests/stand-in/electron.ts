import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import { MenuItem } from './menu-item.ts';
import { nativeImage } from './native-image.ts';
import { net } from './net.ts';
import { strict } from './not-implemented.ts';
import { Notification } from './notification.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol, session } from './session.ts';
import { shell } from './shell.ts';
import { crashReporter, nativeTheme, powerMonitor, screen, utilityProcess } from './system.ts';
import { Tray } from './tray.ts';
import { webContents } from './web-contents.ts';

export {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

/**
 * What `require('electron')` gives: an object, whose gaps speak up. An import of a gap fails to
 * link by itself.
 */
const electron = strict('electron', {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
});

export { electron as 'module.exports' };

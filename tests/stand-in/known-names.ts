import type * as Electron from 'electron';
import type { App } from './app.ts';
import type { BrowserWindow } from './browser-window.ts';
import type { dialog } from './dialog.ts';
import type { ipcMain } from './ipc-main.ts';
import type { Menu } from './menu.ts';
import type { MenuItem } from './menu-item.ts';
import type { NativeImage, nativeImage } from './native-image.ts';
import type { ClientRequest, net } from './net.ts';
import type { Notification } from './notification.ts';
import type { safeStorage } from './safe-storage.ts';
import type { protocol, Session } from './session.ts';
import type { shell } from './shell.ts';
import type { nativeTheme, powerMonitor, screen } from './system.ts';
import type { Tray } from './tray.ts';
import type { WebContents } from './web-contents.ts';
import type { WebFrameMain } from './web-frame-main.ts';
import type { WebRequest } from './web-request.ts';

type None<T extends never> = T;
type Invented<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs | keyof NodeJS.EventEmitter>;

/**
 * Compiles only while every public name of the stand-in is also one of Electron's: what works here
 * may not fail there.
 */
export type NothingInvented = [
  None<Invented<App, Electron.App>>,
  None<Invented<BrowserWindow, Electron.BrowserWindow>>,
  None<Invented<WebContents, Electron.WebContents>>,
  None<Invented<WebFrameMain, Electron.WebFrameMain>>,
  None<Invented<WebRequest, Electron.WebRequest>>,
  None<Invented<Session, Electron.Session>>,
  None<Invented<Menu, Electron.Menu>>,
  None<Invented<MenuItem, Electron.MenuItem>>,
  None<Invented<Tray, Electron.Tray>>,
  None<Invented<Notification, Electron.Notification>>,
  None<Invented<NativeImage, Electron.NativeImage>>,
  None<Invented<typeof nativeImage, typeof Electron.nativeImage>>,
  None<Invented<typeof ipcMain, Electron.IpcMain>>,
  None<Invented<typeof protocol, typeof Electron.protocol>>,
  None<Invented<typeof dialog, Electron.Dialog>>,
  None<Invented<typeof shell, Electron.Shell>>,
  None<Invented<typeof safeStorage, Electron.SafeStorage>>,
  None<Invented<typeof powerMonitor, Electron.PowerMonitor>>,
  None<Invented<typeof nativeTheme, Electron.NativeTheme>>,
  None<Invented<typeof net, Electron.Net>>,
  None<Invented<ClientRequest, Electron.ClientRequest>>,
  None<Invented<typeof screen, Electron.Screen>>,
];

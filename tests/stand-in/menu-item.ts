import type * as Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { Menu } from './menu.ts';
import { strictClass } from './not-implemented.ts';

/** What choosing an item with a role does, and how it is called when it has no label. */
const ROLES: Record<string, readonly [label: string, act: () => void]> = {
  quit: ['Quit', () => app.quit()],
  close: ['Close Window', () => BrowserWindow.getFocusedWindow()?.close()],
  minimize: ['Minimize', () => BrowserWindow.getFocusedWindow()?.minimize()],
  reload: ['Reload', () => BrowserWindow.getFocusedWindow()?.reload()],
  about: ['About', () => app.showAboutPanel()],
  hide: ['Hide', () => app.hide()],
};
const LABELS: Record<string, string> = {
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectall: 'Select All',
  delete: 'Delete',
  zoomin: 'Zoom In',
  zoomout: 'Zoom Out',
  resetzoom: 'Actual Size',
  togglefullscreen: 'Toggle Full Screen',
  toggledevtools: 'Toggle Developer Tools',
  filemenu: 'File',
  editmenu: 'Edit',
  viewmenu: 'View',
  windowmenu: 'Window',
  appmenu: 'App',
  help: 'Help',
  services: 'Services',
  unhide: 'Show All',
  hideothers: 'Hide Others',
  front: 'Bring All to Front',
  zoom: 'Zoom',
};

/** An item is not drawn; `click` chooses it as a hand would, toggling what can be checked. */
export class MenuItem {
  readonly id: string;
  label: string;
  readonly type: NonNullable<Electron.MenuItemConstructorOptions['type']>;
  readonly role: string | undefined;
  readonly submenu: Menu | undefined;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  sublabel: string;
  toolTip: string;
  icon: unknown;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  menu: Menu | undefined;
  readonly #click: Electron.MenuItemConstructorOptions['click'];

  constructor(options: Electron.MenuItemConstructorOptions) {
    const role = options.role?.toLowerCase();
    this.id = options.id ?? '';
    this.role = role;
    this.label = options.label ?? (role === undefined ? '' : (ROLES[role]?.[0] ?? LABELS[role] ?? role));
    this.submenu =
      options.submenu === undefined || options.submenu instanceof Menu
        ? (options.submenu as Menu | undefined)
        : Menu.buildFromTemplate(options.submenu as Electron.MenuItemConstructorOptions[]);
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu');
    if (this.type === 'submenu' && this.submenu === undefined) throw new Error('Invalid submenu');
    this.accelerator = options.accelerator;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.icon = options.icon;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
  }

  click(event: Electron.KeyboardEvent = {}, window: unknown = BrowserWindow.getFocusedWindow()): void {
    if (!this.enabled || !this.visible) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.#choose();
    if (this.#click !== undefined) this.#click(this as never, window as never, event);
    else if (this.role !== undefined) ROLES[this.role]?.[1]();
  }

  #choose(): void {
    for (const item of this.menu?.items ?? []) if (item.type === 'radio') item.checked = item === this;
  }
}
strictClass('MenuItem', MenuItem);

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import type { Logger } from 'pino';
import { trayIconFile } from './tray-icon-file.ts';
import { type TrayAction, type TrayItem, type TrayModel, type TrayState, trayMenu } from './tray-model.ts';

export interface TrayIconOptions {
  readonly imagesDir: string;
  readonly log: Logger;
  readonly onAction: (action: TrayAction) => void;
}

/** The tray icon. The setters store the state; `#render` updates only what has changed. */
export class TrayIcon {
  readonly #options: TrayIconOptions;
  readonly #tray: Tray | null;
  #model: TrayModel | null = null;
  #openAtLogin: boolean | null = null;
  #shown = { image: '', tooltip: '', menu: '' };

  constructor(options: TrayIconOptions) {
    this.#options = options;
    this.#tray = this.#create();
    this.#tray?.on('click', () => options.onAction({ kind: 'open' }));
    nativeTheme.on('updated', () => this.#render());
  }

  setModel(model: TrayModel): void {
    this.#model = model;
    this.#render();
  }

  setOpenAtLogin(openAtLogin: boolean | null): void {
    this.#openAtLogin = openAtLogin;
    this.#render();
  }

  close(): void {
    this.#tray?.destroy();
  }

  /**
   * Null on a desktop without a tray. There, a second start of PowerHive opens the window again.
   */
  #create(): Tray | null {
    try {
      return new Tray(this.#image('ok').image);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'This desktop has no place for a tray icon');
      return null;
    }
  }

  #render(): void {
    const tray = this.#tray;
    const model = this.#model;
    if (tray === null || tray.isDestroyed() || model === null) return;
    const { file, image } = this.#image(model.state);
    if (file !== this.#shown.image) tray.setImage(image);
    if (model.tooltip !== this.#shown.tooltip) tray.setToolTip(model.tooltip);
    const items = trayMenu(model, this.#openAtLogin);
    const menu = JSON.stringify(items);
    // Linux shows a changed menu only after it is set again. That closes an open menu, so it is set
    // only if it differs.
    if (menu !== this.#shown.menu) {
      tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => this.#menuItem(item))));
    }
    this.#shown = { image: file, tooltip: model.tooltip, menu };
  }

  #menuItem(item: TrayItem): MenuItemConstructorOptions {
    const { onAction } = this.#options;
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: item.label, enabled: false };
      case 'item':
        return { label: item.label, enabled: item.enabled, click: () => onAction(item.action) };
      case 'switch':
        return { label: item.label, type: 'checkbox', checked: item.on, click: () => onAction(item.action) };
    }
  }

  #image(state: TrayState): { file: string; image: NativeImage } {
    const { platform, env } = process;
    const darkTheme =
      platform === 'win32' ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI : nativeTheme.shouldUseDarkColors;
    const name = trayIconFile(state, { platform, darkTheme, desktop: env['XDG_CURRENT_DESKTOP'] ?? '' });
    const file = join(this.#options.imagesDir, name);
    if (existsSync(file)) return { file, image: nativeImage.createFromPath(file) };
    if (file !== this.#shown.image) this.#options.log.warn({ file }, 'An icon of the tray is missing');
    return { file, image: nativeImage.createEmpty() };
  }
}

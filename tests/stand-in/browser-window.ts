import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { strictClass } from './not-implemented.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import { requireReady } from './runtime.ts';
import { WebContents } from './web-contents.ts';

type State = 'normal' | 'minimized' | 'maximized';

let focused: BrowserWindow | null = null;
let lastId = 0;

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  #bounds: Electron.Rectangle;
  #state: State = 'normal';
  #fullScreen = false;
  #visible: boolean;
  #closing = false;
  #destroyed = false;
  #title: string;
  #backgroundColor: string;
  #minimumSize: number[];

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    requireReady('Cannot create BrowserWindow before app is ready');
    super();
    lastId += 1;
    this.id = lastId;
    const { width = 800, height = 600, x = 100, y = 100 } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show ?? true;
    this.#title = options.title ?? app.name;
    this.#backgroundColor = options.backgroundColor ?? '#FFFFFF';
    this.#minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.webContents = new WebContents({
      preload: options.webPreferences?.preload,
      width,
      height,
      closeWindow: () => this.close(),
      onGone: () => this.destroy(),
    });
    openWindows.all.add(this);
    this.webContents.on('did-finish-load', () => this.emit('ready-to-show', {}));
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    if (this.#visible) this.focus();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows.all] as BrowserWindow[];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused;
  }

  static fromWebContents(contents: object): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#visible) return;
    this.blur();
    this.#visible = false;
    this.emit('hide');
  }

  focus(): void {
    if (!this.#visible || focused === this) return;
    focused?.blur();
    focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', {}, this);
  }

  blur(): void {
    if (focused !== this) return;
    focused = null;
    this.emit('blur');
    app.emit('browser-window-blur', {}, this);
  }

  isVisible(): boolean {
    return this.#visible && this.#state !== 'minimized';
  }

  isFocused(): boolean {
    return focused === this;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  isFullScreen(): boolean {
    return this.#fullScreen;
  }

  setFullScreen(fullScreen: boolean): void {
    if (fullScreen === this.#fullScreen) return;
    this.#fullScreen = fullScreen;
    this.emit(fullScreen ? 'enter-full-screen' : 'leave-full-screen');
  }

  minimize(): void {
    if (this.#state === 'minimized') return;
    this.blur();
    this.#state = 'minimized';
    this.emit('minimize');
  }

  maximize(): void {
    if (this.#state === 'maximized') return;
    this.#state = 'maximized';
    this.#visible = true;
    this.emit('maximize');
  }

  unmaximize(): void {
    if (this.#state !== 'maximized') return;
    this.#state = 'normal';
    this.emit('unmaximize');
  }

  restore(): void {
    if (this.#state !== 'minimized') return;
    this.#state = 'normal';
    this.emit('restore');
    this.focus();
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getContentBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds;
    const after = { ...before, ...bounds };
    this.#bounds = after;
    if (after.x !== before.x || after.y !== before.y) {
      this.emit('move');
      this.emit('moved');
    }
    if (after.width !== before.width || after.height !== before.height) {
      WebContents.setSize(this.webContents, after.width, after.height);
      this.emit('resize');
      this.emit('resized');
    }
  }

  getMinimumSize(): number[] {
    return [...this.#minimumSize];
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setBackgroundColor(color: string): void {
    this.#backgroundColor = color;
  }

  getBackgroundColor(): string {
    return this.#backgroundColor;
  }

  setMenu(_menu: object | null): void {}
  removeMenu(): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  setAutoHideMenuBar(_hide: boolean): void {}
  setIcon(_icon: unknown): void {}
  setOverlayIcon(_icon: unknown, _description: string): void {}
  setProgressBar(_progress: number): void {}
  setSkipTaskbar(_skip: boolean): void {}
  flashFrame(_flash: boolean): void {}
  moveTop(): void {}
  center(): void {}

  /** Listeners of 'close' may refuse; the window is gone in a later turn. */
  close(): void {
    if (this.#destroyed || this.#closing) return;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) {
      openWindows.onCloseRefused();
      return;
    }
    this.#closing = true;
    setImmediate(() => this.destroy());
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.blur();
    this.#destroyed = true;
    this.#visible = false;
    openWindows.all.delete(this);
    WebContents.destroy(this.webContents);
    this.emit('closed');
    openWindows.onClosed();
  }
}

strictClass('BrowserWindow', BrowserWindow);

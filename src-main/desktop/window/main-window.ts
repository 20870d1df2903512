import { BrowserWindow, dialog, nativeTheme, screen, type WebContents } from 'electron';
import type { Logger } from 'pino';
import { TaskGroup } from '../../runtime/task-group.ts';
import { APP_ORIGIN, screenUrl } from '../app-origin.ts';
import { webPreferences } from '../security/web-preferences.ts';
import { planAfterCrash } from './crash-plan.ts';
import { groundColor } from './ground-color.ts';
import { LEAST_SIZE, openingBounds, type WindowBounds } from './window-bounds.ts';
import { readWindowBounds, writeWindowBounds } from './window-bounds-file.ts';

export interface MainWindowOptions {
  readonly boundsFile: string;
  readonly preloadFile: string;
  readonly iconFile: string;
  readonly log: Logger;
  /** Called with each window's contents before anything is loaded into them. */
  readonly onContents: (contents: WebContents) => void;
}

/** Debounce: moving a window sends an event for every pixel. */
const REMEMBER_AFTER_MS = 400;

/** The only window. Closing it hides it: monitoring continues in the tray. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  #lastCrashAtMs: number | null = null;
  #remember: NodeJS.Timeout | null = null;
  readonly #dialogs = new TaskGroup((error) => this.#options.log.error({ err: error }, 'A dialog was not shown'));

  constructor(options: MainWindowOptions) {
    this.#options = options;
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(groundColor(nativeTheme.shouldUseDarkColors)));
  }

  /** Brings the window to the front, at a screen such as `/settings` if one is named. */
  show(route: string | null = null): void {
    const window = this.#window;
    if (window === null) {
      this.#open(route);
      return;
    }
    if (route !== null) this.#load(window, screenUrl(route));
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Closes the window for good; its page cannot prevent it. */
  destroy(): void {
    this.#window?.destroy();
  }

  reload(): void {
    this.#window?.webContents.reload();
  }

  #open(route: string | null): void {
    const { boundsFile, preloadFile, iconFile, onContents } = this.#options;
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const { maximized, ...bounds } = openingBounds(readWindowBounds(boundsFile), workAreas);
    const window = new BrowserWindow({
      ...bounds,
      minWidth: LEAST_SIZE.width,
      minHeight: LEAST_SIZE.height,
      show: false,
      title: 'PowerHive',
      icon: iconFile,
      backgroundColor: groundColor(nativeTheme.shouldUseDarkColors),
      webPreferences: webPreferences(preloadFile),
    });
    this.#window = window;
    onContents(window.webContents);
    window.once('ready-to-show', () => {
      if (maximized) window.maximize();
      window.show();
    });
    this.#followBounds(window);
    this.#followTrouble(window);
    window.on('close', (event) => {
      event.preventDefault();
      window.hide();
    });
    window.once('closed', () => {
      this.#window = null;
    });
    this.#load(window, route === null ? `${APP_ORIGIN}/` : screenUrl(route));
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((error: unknown) => {
      // A load that was replaced by a later one is no error.
      if ((error as { code?: string }).code !== 'ERR_ABORTED')
        this.#options.log.error({ err: error }, 'The window did not load its page');
    });
  }

  #followBounds(window: BrowserWindow): void {
    const write = (): void => {
      if (this.#remember !== null) clearTimeout(this.#remember);
      this.#remember = null;
      if (window.isDestroyed() || window.isMinimized()) return;
      const last: WindowBounds = { ...window.getNormalBounds(), maximized: window.isMaximized() };
      try {
        writeWindowBounds(this.#options.boundsFile, last);
      } catch (error) {
        this.#options.log.warn({ err: error }, 'The bounds of the window are not remembered');
      }
    };
    const soon = (): void => {
      this.#remember ??= setTimeout(write, REMEMBER_AFTER_MS);
    };
    window.on('resize', soon);
    window.on('move', soon);
    window.on('maximize', soon);
    window.on('unmaximize', soon);
    window.on('hide', write);
  }

  #followTrouble(window: BrowserWindow): void {
    const { log } = this.#options;
    const { webContents } = window;
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      const monotonicMs = performance.now();
      const plan = planAfterCrash(reason, this.#lastCrashAtMs, monotonicMs);
      if (plan === 'nothing') return;
      this.#lastCrashAtMs = monotonicMs;
      log.error({ reason, exitCode, plan }, 'The page of the window crashed');
      if (plan === 'reload') webContents.reload();
      else this.#dialogs.run(() => this.#ask(window, 'The window crashed twice. Monitoring continues.', 'Reload'));
    });
    webContents.on('preload-error', (_event, file, error) => log.error({ err: error, file }, 'The bridge failed'));
    let waiting: AbortController | null = null;
    window.on('unresponsive', () => {
      log.warn('The window does not respond');
      waiting ??= new AbortController();
      const { signal } = waiting;
      this.#dialogs.run(() =>
        this.#ask(window, 'The window is not responding. Monitoring continues.', 'Reload', signal),
      );
    });
    window.on('responsive', () => {
      waiting?.abort();
      waiting = null;
    });
  }

  async #ask(window: BrowserWindow, message: string, reload: string, signal?: AbortSignal): Promise<void> {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message,
      buttons: [reload, 'Wait'],
      defaultId: 0,
      cancelId: 1,
      ...(signal !== undefined && { signal }),
    });
    if (response !== 0 || window.isDestroyed()) return;
    window.webContents.forcefullyCrashRenderer();
    window.webContents.reload();
  }
}

import { EventEmitter } from 'node:events';
import { createCodec } from './codec.ts';
import { dispatchInvoke, dispatchMessage, type Sender } from './ipc-main.ts';
import { loadError } from './load-error.ts';
import { strictClass } from './not-implemented.ts';
import { Page, type PageOwner } from './page.ts';
import { grantPermissions } from './permissions.ts';
import { preventable } from './preventable.ts';
import { answerRequest } from './requests.ts';
import { chromium } from './runtime.ts';
import { toAppUrl, toBrowserUrl } from './schemes.ts';
import { type Session, session } from './session.ts';
import { WebFrameMain } from './web-frame-main.ts';

export interface Popup {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: string;
  readonly referrer: { readonly url: string; readonly policy: string };
  readonly postBody?: undefined;
}
type WindowOpenHandler = (popup: Popup) => { action: 'allow' | 'deny' };

interface Loading {
  readonly url: string;
  readonly loaderId: string | undefined;
  resolve(): void;
  reject(error: Error): void;
}

const codec = createCodec();
const all = new Map<number, WebContents>();
let lastId = 0;
let colorScheme = '';

/** What a window asks of the contents that it makes. */
export interface ContentsOptions {
  readonly preload: string | undefined;
  readonly width: number;
  readonly height: number;
  /** Asked when the page, or who drives it, wants the window closed. */
  closeWindow(): void;
  /** The page is gone without the app having asked for it. */
  onGone(): void;
}

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session = session.defaultSession;
  readonly mainFrame = new WebFrameMain();
  readonly #options: ContentsOptions;
  readonly #page: Promise<Page>;
  readonly #sender: Sender;
  #opened: Page | undefined;
  #destroyed = false;
  #crashed = false;
  #started = false;
  #title = '';
  #ownNavigation: string | undefined;
  #loaderId: string | undefined;
  #loading: Loading | undefined;
  #windowOpenHandler: WindowOpenHandler | undefined;

  constructor(options: ContentsOptions) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#options = options;
    this.#sender = {
      webContents: this,
      frame: this.mainFrame,
      send: (channel, ...args) => this.send(channel, ...args),
    };
    this.#page = Page.open(chromium(), options.width, options.height, this.#pageOwner());
    this.#page.then(
      (page) => {
        this.#opened = page;
        if (colorScheme !== '') page.setColorScheme(colorScheme);
        if (this.#destroyed) page.close();
      },
      () => {},
    );
    all.set(this.id, this);
  }

  /**
   * Resolves when the page has finished loading, and rejects with Electron's words when it has not.
   */
  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    const browserUrl = toBrowserUrl(url);
    await grantPermissions(page.devtools, this, this.session, url);
    if (this.#destroyed) return;
    this.#started = true;
    this.#ownNavigation = withoutFragment(browserUrl);
    this.emit('did-start-loading');
    const { errorText, loaderId } = await page.navigate(browserUrl);
    if (errorText !== undefined) throw this.#failed(errorText, url);
    if (loaderId === undefined) this.#ownNavigation = undefined;
    if (loaderId === undefined || (loaderId === this.#loaderId && this.#loading === undefined)) return;
    await new Promise<void>((resolve, reject) => {
      this.#loading?.reject(loadError('ERR_ABORTED', this.#loading.url));
      this.#loading = { url, loaderId, resolve, reject };
    });
  }

  reload(): void {
    this.#ownNavigation = withoutFragment(toBrowserUrl(this.getURL()));
    this.#crashed = false;
    this.#opened?.reload();
  }

  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    this.#opened?.post('send', channel, 0, codec.encode(args));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  getTitle(): string {
    return this.#title;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  isLoading(): boolean {
    return this.#loading !== undefined;
  }

  close(): void {
    this.#options.closeWindow();
  }

  forcefullyCrashRenderer(): void {
    this.#opened?.crash();
  }

  focus(): void {}
  setZoomFactor(_factor: number): void {}
  openDevTools(): void {}
  closeDevTools(): void {}
  isDevToolsOpened(): boolean {
    return false;
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents.#opened?.targetId === targetId);
  }

  /** What pages take for the system's colours; '' is the browser's own. */
  static setColorScheme(scheme: string): void {
    colorScheme = scheme;
    for (const contents of all.values()) contents.#opened?.setColorScheme(scheme);
  }

  static setSize(contents: WebContents, width: number, height: number): void {
    contents.#page.then((page) => page.setContentSize(width, height)).catch(() => {});
  }

  /** The window is gone: so is the page. */
  static destroy(contents: WebContents): void {
    if (contents.#destroyed) return;
    contents.#destroyed = true;
    all.delete(contents.id);
    contents.#loading?.resolve();
    contents.#opened?.close();
    WebFrameMain.destroy(contents.mainFrame);
    contents.emit('destroyed');
  }

  #failed(errorText: string, url: string): Error {
    const error = loadError(errorText.replace(/^net::/, ''), url);
    this.emit('did-fail-load', {}, error.errno, error.code, url, true, 1, 1);
    return error;
  }

  #mayNavigate(url: string, frameId: string, redirected: boolean): boolean {
    const isMainFrame = frameId === this.#opened?.targetId;
    const own = isMainFrame && this.#ownNavigation === withoutFragment(toBrowserUrl(url));
    if (own) this.#ownNavigation = undefined;
    if (own && !redirected) return true;
    const frame = isMainFrame ? this.mainFrame : null;
    const event = preventable({ url, isSameDocument: false, isMainFrame, frame, initiator: this.mainFrame });
    if (redirected) {
      this.emit('will-redirect', event, url, false, isMainFrame, 1, 1);
    } else {
      this.emit('will-frame-navigate', event);
      if (isMainFrame) this.emit('will-navigate', event, url, false, true, 1, 1);
    }
    return !event.defaultPrevented;
  }

  #onMessage(kind: string, channel: string, id: number, href: string, words: string): void {
    if (this.#destroyed) return;
    this.mainFrame.url = toAppUrl(href);
    const args = codec.decode(words) as unknown[];
    if (kind === 'send') {
      dispatchMessage(this.#sender, channel, args);
    } else if (kind === 'invoke') {
      dispatchInvoke(this.#sender, channel, args).then(
        (value) => this.#answer(channel, id, value),
        (error: unknown) => this.#refuse(channel, id, error),
      );
    } else {
      this.emit('preload-error', {}, channel, new Error(String(args[0])));
      process.stderr.write(`Unable to load preload script: ${channel}\n${String(args[0])}\n`);
    }
  }

  #answer(channel: string, id: number, value: unknown): void {
    try {
      this.#opened?.post('result', channel, id, codec.encode([value]));
    } catch (error) {
      this.#refuse(channel, id, error);
    }
  }

  #refuse(channel: string, id: number, error: unknown): void {
    this.#opened?.post('failure', channel, id, codec.encode([String(error)]));
  }

  #onLifecycle(name: string, loaderId: string): void {
    if (!this.#started || this.#destroyed) return;
    if (name === 'DOMContentLoaded') this.emit('dom-ready', {});
    if (name !== 'load') return;
    this.#loaderId = loaderId;
    const loading = this.#loading;
    this.#loading = undefined;
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
    loading?.resolve();
  }

  #onPopup(url: string, frameName: string, features: string): void {
    const referrer = { url: this.getURL(), policy: 'strict-origin-when-cross-origin' };
    const answer = this.#windowOpenHandler?.({
      url: toAppUrl(url),
      frameName: frameName.replace(/^_blank$/, ''),
      features,
      disposition: features === '' ? 'foreground-tab' : 'new-window',
      referrer,
    });
    if (answer?.action !== 'deny') throw new Error('electron stand-in: a window opened by a page is not implemented');
  }

  #pageOwner(): PageOwner {
    const requester = {
      session: this.session,
      details: { webContents: this, webContentsId: this.id, frame: this.mainFrame },
      mayNavigate: (url: string, frameId: string, redirected: boolean) => this.#mayNavigate(url, frameId, redirected),
    };
    return {
      preload: this.#options.preload,
      onMessage: (...message) => this.#onMessage(...message),
      onPreloadError: (path, error) => {
        this.emit('preload-error', {}, path, error);
        process.stderr.write(`Unable to load preload script: ${path}\n${error.stack ?? error.message}\n`);
      },
      onRequest: (devtools, paused) => void answerRequest(devtools, paused, requester),
      onNavigated: (url, inPage) => {
        if (!this.#started) return;
        this.mainFrame.url = toAppUrl(url);
        this.emit(inPage ? 'did-navigate-in-page' : 'did-navigate', {}, this.getURL(), inPage ? true : 200);
      },
      onLifecycle: (name, loaderId) => this.#onLifecycle(name, loaderId),
      onTitle: (title) => {
        this.#title = title;
      },
      onConsole: (level, message, lineNumber, source) => {
        const sourceId = toAppUrl(source);
        const event = { level, message, lineNumber, sourceId, frame: this.mainFrame };
        this.emit('console-message', event, LEVELS.indexOf(level), message, lineNumber, sourceId);
      },
      onPopup: (...popup) => this.#onPopup(...popup),
      onCrashed: () => {
        this.#crashed = true;
        this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
      },
      onGone: () => {
        if (!this.#destroyed) this.#options.onGone();
      },
    };
  }
}

const LEVELS = ['debug', 'log', 'warning', 'error'];

function withoutFragment(url: string): string {
  const address = URL.canParse(url) ? new URL(url).href : url;
  return address.replace(/#.*$/s, '');
}

strictClass('webContents', WebContents);

/** The module `webContents`. */
export { WebContents as webContents };

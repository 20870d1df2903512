import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { getSystemPath } from './app-paths.ts';
import { type LoginItemChange, type LoginItemQuery, LoginItems } from './login-items.ts';
import { floor, strict } from './not-implemented.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import { runtime } from './runtime.ts';
import { SingleInstance } from './single-instance.ts';

const commandLine = strict('app.commandLine', {
  appendSwitch(name: string, value = ''): void {
    const before = runtime.switches.get(name);
    const merges = /^(disable|enable)-features$/.test(name) && before !== undefined && before !== '';
    runtime.switches.set(name, merges ? `${before},${value}` : value);
  },
  appendArgument(_argument: string): void {},
  hasSwitch: (name: string): boolean => runtime.switches.has(name),
  getSwitchValue: (name: string): string => runtime.switches.get(name) ?? '',
  removeSwitch: (name: string): void => void runtime.switches.delete(name),
});

class App extends EventEmitter {
  readonly commandLine = commandLine;
  readonly isPackaged = (process.env['STAND_IN_PACKAGED'] ?? '') !== '';
  readonly dock = undefined;
  name = 'Electron';
  applicationMenu: object | null = null;
  badgeCount = 0;
  userAgentFallback = '';
  #version = process.versions.electron as string;
  #appPath = process.cwd();
  readonly #paths = new Map<string, string>();
  readonly #instance = new SingleInstance((...reported) => this.emit('second-instance', {}, ...reported));
  readonly #loginItems = new LoginItems(process.platform, process.execPath);
  #quitting = false;
  #announce: () => void = () => {};
  readonly #readiness = new Promise<void>((resolve) => {
    this.#announce = resolve;
  });

  constructor() {
    super();
    openWindows.onClosed = () => this.#windowClosed();
    openWindows.onCloseRefused = () => {
      this.#quitting = false;
    };
  }

  /** Called once by boot.ts, with what the app's package.json says. */
  static describe(app: App, described: { name: string; version: string; path: string }): void {
    app.name = described.name;
    app.#version = described.version;
    app.#appPath = described.path;
  }

  /** The event first, so that whoever replaces `emit` can hold both back. */
  static announceReady(app: App): void {
    runtime.ready = true;
    app.emit('ready', {}, {});
    app.#announce();
    app.#instance.listen();
  }

  whenReady(): Promise<void> {
    return this.#readiness;
  }

  isReady(): boolean {
    return runtime.ready;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return this.#version;
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getLocale(): string {
    return 'en-US';
  }

  getSystemLocale(): string {
    return 'en-US';
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? getSystemPath(name, { name: this.name, userData: this.#paths.get('userData') });
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (name === 'userData') mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    if (path !== undefined) this.setPath('logs', path);
  }

  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    return this.#instance.request(this.getPath('userData'), additionalData);
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  /** Windows may refuse; when all are gone the app is asked once more, and ends with code 0. */
  quit(): void {
    if (this.#quitting) return;
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    const windows = [...openWindows.all];
    if (windows.length === 0) setImmediate(() => this.#shutDown());
    for (const window of windows) if (this.#quitting) window.close();
  }

  /** At once, without a question. */
  exit(exitCode = 0): void {
    openWindows.onClosed = () => {};
    for (const window of [...openWindows.all]) window.destroy();
    this.#end(exitCode);
  }

  relaunch(_options: object = {}): void {
    process.stderr.write('electron stand-in: app.relaunch does not start the app again\n');
  }

  focus(): void {}
  hide(): void {}
  show(): void {}
  enableSandbox(): void {}
  setAppUserModelId(_id: string): void {}
  setAboutPanelOptions(_options: object): void {}
  showAboutPanel(): void {}
  setDesktopName(_name: string): void {}

  disableHardwareAcceleration(): void {
    if (runtime.ready) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    commandLine.appendSwitch('disable-gpu');
  }

  setBadgeCount(count = 0): boolean {
    this.badgeCount = count;
    return true;
  }

  getBadgeCount(): number {
    return this.badgeCount;
  }

  setAsDefaultProtocolClient(_protocol: string): boolean {
    return true;
  }

  removeAsDefaultProtocolClient(_protocol: string): boolean {
    return true;
  }

  isDefaultProtocolClient(_protocol: string): boolean {
    return false;
  }

  setLoginItemSettings(settings: LoginItemChange): void {
    this.#loginItems.set(settings);
  }

  getLoginItemSettings(options: LoginItemQuery = {}): object {
    return this.#loginItems.get(options);
  }

  #windowClosed(): void {
    if (openWindows.all.size > 0) return;
    if (this.#quitting) this.#shutDown();
    else if (!this.emit('window-all-closed')) this.quit();
  }

  #shutDown(): void {
    const event = preventable({});
    this.emit('will-quit', event);
    this.#quitting = !event.defaultPrevented;
    if (this.#quitting) this.#end(0);
  }

  #end(exitCode: number): void {
    this.emit('quit', {}, exitCode);
    this.#instance.release();
    runtime.finish(exitCode);
  }
}

Object.setPrototypeOf(App.prototype, floor('app', EventEmitter.prototype));

export { App };
export const app = new App();

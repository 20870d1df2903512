export interface LoginItemQuery {
  readonly path?: string;
  readonly args?: readonly string[];
}

export interface LoginItemChange extends LoginItemQuery {
  readonly openAtLogin?: boolean;
  readonly enabled?: boolean;
  readonly name?: string;
}

/**
 * Login items as Electron's documentation and the reports about it describe them. On Linux there
 * are none. On macOS arguments are ignored, and an item that the operator switched off waits for
 * approval. On Windows each is a value of the Run key, a command line; what the task manager
 * switched off stays there and is marked in another key.
 */
export class LoginItems {
  readonly #platform: NodeJS.Platform;
  readonly #program: string;
  /** Names the value of Windows where nothing else does: the AppUserModelID. */
  userModelId = 'electron.app.Electron';
  /** macOS. */
  status: 'not-registered' | 'enabled' | 'requires-approval' | 'not-found' = 'not-registered';
  /**
   * Windows: the command lines by their names, and the names that the task manager switched off.
   */
  readonly run = new Map<string, string>();
  readonly switchedOff = new Set<string>();

  constructor(platform: NodeJS.Platform, program: string) {
    this.#platform = platform;
    this.#program = program;
  }

  set({ openAtLogin = false, enabled = true, name = this.userModelId, path = '', args = [] }: LoginItemChange): void {
    if (this.#platform === 'darwin') {
      if (!openAtLogin) this.status = 'not-registered';
      else if (this.status !== 'requires-approval') this.status = 'enabled';
    } else if (this.#platform === 'win32') {
      this.switchedOff.delete(name);
      if (!openAtLogin) this.run.delete(name);
      else {
        this.run.set(name, this.#commandLine(path, args));
        if (!enabled) this.switchedOff.add(name);
      }
    }
  }

  get({ path = '', args = [] }: LoginItemQuery): object {
    const program = programOf(path === '' ? this.#program : path).toLowerCase();
    const launchItems = [...this.run]
      .filter(([, line]) => programOf(line).toLowerCase() === program)
      .map(([name, line]) => ({
        name,
        path: programOf(line),
        // Switches get lost where the registered line is taken apart.
        args: [],
        scope: 'user',
        enabled: !this.switchedOff.has(name),
      }));
    return {
      openAtLogin:
        this.#platform === 'win32'
          ? this.run.get(this.userModelId) === this.#commandLine(path, args)
          : this.status === 'enabled',
      wasOpenedAtLogin: (process.env['STAND_IN_OPENED_AT_LOGIN'] ?? '') !== '',
      status: this.status,
      executableWillLaunchAtLogin: launchItems.some(({ enabled }) => enabled),
      launchItems,
    };
  }

  #commandLine(path: string, args: readonly string[]): string {
    const program = path === '' ? this.#program : path.replace(/^"(.*)"$/, '$1');
    return [program, ...args].map((part) => (/[ \\"]/.test(part) ? `"${part}"` : part)).join(' ');
  }
}

/**
 * What Windows' rules for command lines take for the program: without quotes it ends at the first
 * space.
 */
function programOf(line: string): string {
  return (/^"([^"]*)"/.exec(line)?.[1] ?? line.split(' ')[0] ?? '').replaceAll('\\\\', '\\');
}

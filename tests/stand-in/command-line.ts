/** What `electron -r MODULE --switch=value APP argument` says. */
export interface CommandLine {
  /** Modules to load before the app, in order. */
  readonly modules: readonly string[];
  /** The app's folder or main file. */
  readonly app: string | undefined;
  /** Chromium switches, wherever they stand before a `--`; without value: ''. */
  readonly switches: ReadonlyMap<string, string>;
}

export function parseCommandLine(args: readonly string[]): CommandLine {
  const modules: string[] = [];
  const switches = new Map<string, string>();
  let app: string | undefined;
  let moduleFollows = false;
  for (const arg of args) {
    if (moduleFollows) {
      modules.push(arg);
      moduleFollows = false;
    } else if (arg === '--') {
      break;
    } else if (app === undefined && (arg === '-r' || arg === '--require')) {
      moduleFollows = true;
    } else if (arg.startsWith('--')) {
      const [name = '', ...value] = arg.slice(2).split('=');
      switches.set(name.toLowerCase(), value.join('='));
    } else if (app === undefined && !arg.startsWith('-')) {
      app = arg;
    }
  }
  return { modules, app, switches };
}

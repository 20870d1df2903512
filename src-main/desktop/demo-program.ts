import { spawn } from 'node:child_process';
import type { App } from 'electron';
import type { Logger } from 'pino';
import { demoArgument } from '../commands/demo-argument.ts';
import { DemoFarm } from '../commands/demo-farm.ts';

export interface ProgramFacts {
  readonly execPath: string;
  /** The file an AppImage was started from. `execPath` is then in a temporary mount. */
  readonly appImage: string | undefined;
  readonly isPackaged: boolean;
  readonly appPath: string;
  /** The data folder of this PowerHive. */
  readonly dataPath: string;
  /** Arguments of this process. */
  readonly argv: readonly string[];
}

/**
 * The command that opens the demo fleet in a second PowerHive. Its data folder is next to the
 * farm's, so that simulated and real data never mix, and other users of this computer cannot write
 * to it. If it is already running, its window comes to the front.
 */
export function planDemo(facts: ProgramFacts): { readonly command: string; readonly args: readonly string[] } {
  return {
    command: facts.appImage ?? facts.execPath,
    args: [
      ...(facts.argv.includes('--no-sandbox') ? ['--no-sandbox'] : []),
      ...(facts.isPackaged ? [] : [facts.appPath]),
      `--user-data-dir=${facts.dataPath}-demo`,
      demoArgument(DemoFarm.parse({})),
    ],
  };
}

export function openDemo(app: App, log: Logger): void {
  const { command, args } = planDemo({
    execPath: process.execPath,
    appImage: process.env['APPIMAGE'],
    isPackaged: app.isPackaged,
    appPath: app.getAppPath(),
    dataPath: app.getPath('userData'),
    argv: process.argv,
  });
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.once('error', (error) => log.error({ err: error }, 'The demo fleet did not open'));
  child.unref();
}

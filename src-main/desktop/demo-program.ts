import { spawn } from 'node:child_process';
import type { App } from 'electron';
import type { Logger } from 'pino';
import { demoArgument } from '../commands/demo-argument.ts';
import { DemoFarm } from '../commands/demo-farm.ts';

export interface ProgramFacts {
  readonly execPath: string;
  /** The file an AppImage was started from; what runs then lies in a folder that goes with it. */
  readonly appImage: string | undefined;
  readonly isPackaged: boolean;
  readonly appPath: string;
  /** The data folder of this PowerHive. */
  readonly dataPath: string;
  /** What this program itself was started with. */
  readonly argv: readonly string[];
}

/**
 * How the demo fleet is opened: in a PowerHive of its own beside this one, with its data in a folder
 * beside that of the farm, so that nothing simulated ever mixes with it, and no other user of this
 * computer can put anything there. Asked for again, the window that is there comes forward.
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

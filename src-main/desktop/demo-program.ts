import { spawn } from 'node:child_process';
import { join } from 'node:path';
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
  readonly tempPath: string;
  /** What this program itself was started with. */
  readonly argv: readonly string[];
}

/**
 * How the demo fleet is opened: in a PowerHive of its own beside this one, with its data in the
 * temporary folder, so that nothing simulated ever mixes with the operator's farm. Asked for again,
 * the window that is there comes forward.
 */
export function planDemo(facts: ProgramFacts): { readonly command: string; readonly args: readonly string[] } {
  return {
    command: facts.appImage ?? facts.execPath,
    args: [
      ...(facts.argv.includes('--no-sandbox') ? ['--no-sandbox'] : []),
      ...(facts.isPackaged ? [] : [facts.appPath]),
      `--user-data-dir=${join(facts.tempPath, 'powerhive-demo')}`,
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
    tempPath: app.getPath('temp'),
    argv: process.argv,
  });
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.once('error', (error) => log.error({ err: error }, 'The demo fleet did not open'));
  child.unref();
}

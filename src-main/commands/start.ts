import { resolve } from 'node:path';
import { defaultDataPath } from '../config/data-folder.ts';
import { planWindow, readWindowFacts, runWindow } from './desktop-window.ts';
import { serve } from './serve.ts';
import { type CommandIo, usageError } from './shared/command.ts';
import { chosenFolder, readOptions, wholeNumber } from './shared/options.ts';
import { USAGE } from './shared/usage.ts';

/**
 * Runs PowerHive with the operator's own configuration: in its window, or in a browser if a window
 * is not possible.
 */
export async function runStart(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    headless: { type: 'boolean', default: false },
    data: { type: 'string' },
    // Electron's own name of the option.
    'user-data-dir': { type: 'string' },
    port: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw usageError(`unexpected argument "${positionals[0]}": ${USAGE.start}`);
  const port = wholeNumber('--port', values.port, { least: 0, most: 65_535 });
  const data = values.data ?? values['user-data-dir'];
  const plan = planWindow(readWindowFacts(values.headless));
  if (plan.kind === 'open') {
    const path = resolve(data ?? defaultDataPath(process.platform, process.env));
    return runWindow(plan.electron, path, [], io.signal);
  }
  if (plan.why !== null) {
    io.stderr.write(`No desktop window: ${plan.why}. The same screens open in a browser at the address below.\n`);
  }
  return serve(chosenFolder(data), port, io);
}

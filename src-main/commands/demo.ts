import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Settings } from '../../src-shared/model/index.ts';
import { writeConfig } from '../config/config-file.ts';
import { dataFolder } from '../config/data-folder.ts';
import { demoEndpoints, describeEndpoints } from '../demo/endpoints.ts';
import { startSimulatedFleet } from '../demo/fleet.ts';
import { CommandError, type CommandIo, usageError } from './command.ts';
import { readOptions, wholeNumber } from './options.ts';
import { serve } from './serve.ts';

export const DEMO_USAGE =
  'demo [--headless] [--miners N] [--port P] [--data DIR] [--seed N] [--faults SPEC] [--time-scale X]';

/** PowerHive on a simulated fleet, on this machine alone. */
export async function runDemo(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    headless: { type: 'boolean', default: false },
    miners: { type: 'string' },
    port: { type: 'string' },
    data: { type: 'string' },
    seed: { type: 'string' },
    faults: { type: 'string' },
    'time-scale': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw usageError(`demo takes no "${positionals[0]}": ${DEMO_USAGE}`);
  const count = wholeNumber('--miners', values.miners, 1, 10_000) ?? 48;
  const port = wholeNumber('--port', values.port, 0, 65_535) ?? 0;
  const seed = wholeNumber('--seed', values.seed, 0, 2 ** 31) ?? 1;
  const timeScale = wholeNumber('--time-scale', values['time-scale'], 1, 10_000) ?? 1;
  if (!values.headless) {
    io.stderr.write('No desktop window here yet: the same screens open in a browser at the address below.\n');
  }

  const endpoints = demoEndpoints(count, process.platform);
  const simulated = await startSimulatedFleet({
    endpoints,
    seed,
    timeScale,
    ...(values.faults !== undefined && { faults: values.faults }),
  }).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw new CommandError(`The simulated fleet cannot start: ${message}`);
    throw new CommandError(
      'The addresses of the demo fleet are in use: another demo seems to be running. Stop it first.',
    );
  });
  io.stderr.write(`${count} simulated miners at ${endpoints[0]?.host} and following\n`);

  const own = values.data === undefined;
  const path = values.data ?? (await mkdtemp(join(tmpdir(), 'powerhive-demo-')));
  const folder = dataFolder(path);
  try {
    if (!existsSync(folder.configFile)) {
      const settings = Settings.parse({ network: { subnets: describeEndpoints(endpoints) } });
      await mkdir(folder.path, { recursive: true, mode: 0o700 });
      await writeConfig(folder.configFile, settings);
    }
    return await serve(folder, port, io);
  } finally {
    await simulated.stop();
    if (own) await rm(path, { recursive: true, force: true });
  }
}

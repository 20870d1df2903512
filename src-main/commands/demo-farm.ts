import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { Settings } from '../../src-shared/model/index.ts';
import { writeConfig } from '../config/config-file.ts';
import type { DataFolder } from '../config/data-folder.ts';
import { demoEndpoints, describeEndpoints } from '../demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../demo/fleet.ts';
import { CommandError } from './command.ts';

/** What the simulated farm is to be like. The same whether it is watched in a window or in a browser. */
export const DemoFarm = z.strictObject({
  miners: z.int().min(1).max(10_000).default(48),
  seed: z.int().min(0).default(1),
  time_scale: z.int().min(1).max(10_000).default(1),
  faults: z.string().optional(),
});
export type DemoFarm = z.infer<typeof DemoFarm>;

/** Starts the simulated miners, and names them in the folder's configuration if it has none yet. */
export async function startDemoFarm(farm: DemoFarm, folder: DataFolder): Promise<SimulatedFleet> {
  const endpoints = demoEndpoints(farm.miners, process.platform);
  const fleet = await startSimulatedFleet({
    endpoints,
    seed: farm.seed,
    timeScale: farm.time_scale,
    ...(farm.faults !== undefined && { faults: farm.faults }),
  }).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw new CommandError(`The simulated fleet cannot start: ${message}`);
    throw new CommandError(
      'The addresses of the demo fleet are in use: another demo seems to be running. Stop it first.',
    );
  });
  if (!existsSync(folder.configFile)) {
    await mkdir(folder.path, { recursive: true, mode: 0o700 });
    await writeConfig(folder.configFile, Settings.parse({ network: { subnets: describeEndpoints(endpoints) } }));
  }
  return fleet;
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { writeConfig } from '../config/config-file.ts';
import type { DataFolder } from '../config/data-folder.ts';
import { demoEndpoints, describeEndpoints, type Endpoint } from '../demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../demo/fleet.ts';
import { CommandError } from './command.ts';

/**
 * What the simulated farm is to be like. The same whether it is watched in a window or in a
 * browser.
 */
export const DemoFarm = z.strictObject({
  miners: z.int().min(1).max(10_000).default(48),
  seed: z.int().min(0).default(1),
  time_scale: z.int().min(1).max(10_000).default(1),
  faults: z.string().optional(),
});
export type DemoFarm = z.infer<typeof DemoFarm>;

/** Demos beside each other on one machine; more are hardly meant. */
const MOST_DEMOS = 4;

/**
 * Starts the simulated miners, and names them in the folder's configuration if it has none yet.
 * Where another demo has their places they take the next ones; a folder that names its miners
 * already must have those.
 */
export async function startDemoFarm(farm: DemoFarm, folder: DataFolder): Promise<SimulatedFleet> {
  const isNew = !existsSync(folder.configFile);
  for (let block = 0; block < (isNew ? MOST_DEMOS : 1); block++) {
    const endpoints = demoEndpoints(farm.miners, process.platform, block);
    const fleet = await startAt(endpoints, farm);
    if (fleet === null) continue;
    if (isNew) {
      await mkdir(folder.path, { recursive: true, mode: 0o700 });
      await writeConfig(folder.configFile, { network: { subnets: describeEndpoints(endpoints) } });
    }
    return fleet;
  }
  throw new CommandError(
    'The addresses of the demo fleet are in use: another demo seems to be running. Stop it first.',
  );
}

/** The fleet at these places, or null if one of them is taken. */
async function startAt(endpoints: readonly Endpoint[], farm: DemoFarm): Promise<SimulatedFleet | null> {
  const { seed, time_scale: timeScale, faults } = farm;
  try {
    return await startSimulatedFleet({ endpoints, seed, timeScale, ...(faults !== undefined && { faults }) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return null;
    throw new CommandError(`The simulated fleet cannot start: ${message}`);
  }
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError, readConfig, writeConfig } from '../config/config-file.ts';
import type { DataFolder } from '../config/data-folder.ts';
import { demoEndpoints, describeEndpoints, type Endpoint, parseEndpointRange } from '../demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../demo/fleet.ts';
import { CommandError, usageError } from './shared/command.ts';

/** The options of the simulated farm, for a window and for a browser. */
export const DemoFarm = z.strictObject({
  miners: z.int().min(1).max(10_000).optional().describe('48, or as many as the folder has already'),
  seed: z.int().min(0).default(1),
  time_scale: z.int().min(1).max(10_000).default(1),
  faults: z.string().optional(),
});
export type DemoFarm = z.infer<typeof DemoFarm>;

/** Most demos at the same time on one computer. */
const MOST_DEMOS = 4;

/** Default number of miners. */
const USUAL_MINERS = 48;

/**
 * Starts the simulated miners, and writes their addresses to the folder's configuration if it has
 * none yet. If another demo uses these addresses, the next ones are taken. A folder that already
 * has addresses uses only these. Throws a `CommandError` if they are not available.
 */
export async function startDemoFarm(farm: DemoFarm, folder: DataFolder): Promise<SimulatedFleet> {
  const known = await knownEndpoints(farm, folder);
  if (known !== null) {
    const fleet = await startAt(known, farm);
    if (fleet !== null) return fleet;
    throw new CommandError(
      `The addresses of the demo in ${folder.path} are in use: it, or another program, seems to be running there. Stop that first.`,
    );
  }
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  for (let block = 0; block < MOST_DEMOS; block++) {
    const endpoints = demoEndpoints(farm.miners ?? USUAL_MINERS, process.platform, block);
    const fleet = await startAt(endpoints, farm);
    if (fleet === null) continue;
    await writeConfig(folder.configFile, { network: { subnets: describeEndpoints(endpoints) } });
    return fleet;
  }
  throw new CommandError(
    'The addresses of the demo fleet are in use: another demo seems to be running. Stop it first.',
  );
}

/** The addresses in the folder's configuration; null if there are none yet. */
async function knownEndpoints({ miners }: DemoFarm, { path, configFile }: DataFolder): Promise<Endpoint[] | null> {
  if (!existsSync(configFile)) return null;
  const { subnets } = (
    await readConfig(configFile).catch((error: unknown) => {
      throw error instanceof ConfigError ? usageError(error.message) : error;
    })
  ).network;
  const isOfDemo = subnets.length > 0 && subnets.every((text) => text.startsWith('127.'));
  if (!isOfDemo)
    throw new CommandError(`${path} is the data folder of a farm, not of a demo. Name another with --data.`);
  const endpoints = parseEndpointRange(subnets.join(','));
  if (miners === undefined || miners === endpoints.length) return endpoints;
  throw usageError(
    `the demo in ${path} has ${endpoints.length} miners, not ${miners}. Leave --miners out, or name another folder with --data`,
  );
}

/** The fleet at these addresses; null if one of them is in use. */
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

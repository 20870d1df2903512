import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError, readConfig, writeConfig } from '../config/config-file.ts';
import type { DataFolder } from '../config/data-folder.ts';
import { demoEndpoints, describeEndpoints, type Endpoint, parseEndpointRange } from '../demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../demo/fleet.ts';
import { CommandError, usageError } from './command.ts';

/**
 * What the simulated farm is to be like. The same whether it is watched in a window or in a
 * browser.
 */
export const DemoFarm = z.strictObject({
  miners: z.int().min(1).max(10_000).optional().describe('48, or as many as the folder has already'),
  seed: z.int().min(0).default(1),
  time_scale: z.int().min(1).max(10_000).default(1),
  faults: z.string().optional(),
});
export type DemoFarm = z.infer<typeof DemoFarm>;

/** Demos beside each other on one machine; more are hardly meant. */
const MOST_DEMOS = 4;

/** Of a demo that does not say. */
const USUAL_MINERS = 48;

/**
 * Starts the simulated miners, and names them in the folder's configuration if it has none yet.
 * Where another demo has their places they take the next ones; a folder that names its miners
 * already has those, and no others. Throws a `CommandError` where they cannot be had.
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

/** The places that a folder names already; null where it names none yet. */
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

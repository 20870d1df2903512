import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { demoEndpoints, describeEndpoints } from '../../src-main/demo/endpoints.ts';
import { Program } from './program.ts';

export interface FarmOptions {
  readonly node: string;
  /** The built command line. */
  readonly cli: string;
  readonly dataFolder: string;
  readonly miners: number;
  onEnd(code: number | null): void;
}

/** Most farms on one computer, for example of another checkout. */
const MOST_FARMS = 4;

/**
 * Starts simulated miners on loopback in a separate process, so that they run on while PowerHive is
 * restarted. A data folder keeps its farm. A new one gets free addresses, and a configuration with
 * them.
 */
export async function startFarm(options: FarmOptions): Promise<Program> {
  const file = join(options.dataFolder, 'dev-farm.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { listen: string }).listen : null;
  const places = kept === null ? freshPlaces(options.miners) : [kept];
  let failure: unknown;
  for (const listen of places) {
    const farm = new Program({
      command: options.node,
      args: [options.cli, 'sim', '--listen', listen],
      saysReady: true,
      onEnd: options.onEnd,
    });
    try {
      await farm.start();
    } catch (error) {
      failure = error;
      continue;
    }
    if (kept === null) writeFirst(file, listen);
    return farm;
  }
  throw new Error(
    `The simulated farm cannot start at ${places.join(' or ')}: see above. If another development server runs on this data folder, stop it first.`,
    { cause: failure },
  );
}

function freshPlaces(miners: number): string[] {
  return Array.from({ length: MOST_FARMS }, (_, block) =>
    describeEndpoints(demoEndpoints(miners, process.platform, block)).join(','),
  );
}

/** The intervals are short, so that the effect of a changed parser shows soon. */
function writeFirst(file: string, listen: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify({ listen }));
  const config = join(folder, 'config.json');
  if (existsSync(config)) return;
  const intervals = { discovery_seconds: 30, status_seconds: 3, telemetry_seconds: 30 };
  writeFileSync(config, JSON.stringify({ network: { subnets: listen.split(',') }, intervals }, null, 2), {
    mode: 0o600,
  });
}

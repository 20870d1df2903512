import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEndpointRange } from '../../src-main/demo/endpoints.ts';
import { openKeyFileBox } from '../../src-main/secrets/secret-box.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { SimulatedReadings } from '../fixtures/farm/simulated-readings.ts';

const PORT = 8969;

/**
 * A farm that PowerHive knows already: simulated miners that run in a process of their own, and a
 * data folder that has them.
 */
export interface KnownFarm extends AsyncDisposable {
  /** With the configuration, the database and the key file. */
  readonly folder: string;
  readonly miners: number;
  readonly process: ChildProcess;
  /** All addresses, as the simulator and a configuration name them. */
  readonly listen: string;
  addressOf(index: number): string;
}

export interface KnownFarmOptions {
  readonly miners: number;
  /** Second part of the addresses, 127.X.0.1 and on. */
  readonly net: number;
  readonly config?: object;
}

/**
 * Starts the miners and makes the folder: every miner managed, with a key that it accepts and a
 * status read just now.
 */
export async function startKnownFarm({ miners, net, config = {} }: KnownFarmOptions): Promise<KnownFarm> {
  const listen = `127.${net}.0.1-127.${net}.${miners >> 8}.${miners & 255}:${PORT}`;
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'farm-process.ts'), '--listen', listen], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
  const settings = { network: { subnets: [listen] }, polling: { require_max_preset: false }, ...config };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings));
  await Promise.all([once(child.stdout, 'data'), fillFolder(folder, listen)]);
  const endpoints = parseEndpointRange(listen);
  return {
    folder,
    miners,
    process: child,
    listen,
    addressOf(index) {
      const { host, port } = endpoints[index] ?? { host: '', port: 0 };
      return `${host}:${port}`;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fillFolder(folder: string, listen: string): Promise<void> {
  const endpoints = parseEndpointRange(listen);
  const secrets = openKeyFileBox(join(folder, 'secret.key'));
  const readings = new SimulatedReadings(endpoints.length, Date.now());
  const store = await openStore({ path: join(folder, 'powerhive.db') });
  await store.upsertModels(readings.models());
  const stored = readings.miners().map((miner, i) => {
    const { host, port } = endpoints[i] as (typeof endpoints)[number];
    const ip = `${host}:${port}`;
    return {
      ...miner,
      ip,
      last_ip: ip,
      managed: true,
      api_key_sealed: secrets.encrypt(benchKey(i)),
      last_seen_at: Date.now(),
    };
  });
  await store.upsertMiners(stored);
  for (let first = 0; first < stored.length; first += 500) {
    const some = stored.slice(first, first + 500).map((_, i) => readings.status(first + i, 0));
    await store.recordMinerStatuses(some);
  }
  await store.close();
}

/** The API key of a simulated miner, known to it and to the folder. */
export function benchKey(index: number): string {
  return (index + 1).toString(16).padStart(32, '0');
}

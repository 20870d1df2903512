import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { limitMs } from '../../fixtures/patience.ts';
import { startServing } from '../../fixtures/program/program.ts';
import { connectScreens } from '../../fixtures/served/screens-client.ts';

const MINERS = 40;
const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.${MINERS}:8984`;

let fleet: SimulatedFleet;
const folders: string[] = [];
beforeAll(async () => {
  // Hosts that respond late, or accept and never respond, let each scan last for seconds.
  const faults = 'hang:2,slow:30%';
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), profile: 's19jpro', faults });
});
afterAll(async () => {
  await fleet?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * Runs the real program on a new folder, and kills it this long after it has shown that it found a
 * miner. Returns the miners in the database, and those that its activity reports as found.
 */
async function findAndDie(ms: number): Promise<{ miners: string[]; found: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-observed-kill-'));
  folders.push(folder);
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: [LISTEN] } }));
  const serving = await startServing(['serve', '--data', folder, '--port', '0']);
  const { client, close } = await connectScreens(serving.url, serving.token);
  try {
    for await (const event of await client.app.events()) {
      if (event.type === 'activity' && event.entries.some(({ event }) => event === 'miner_found')) break;
    }
    await sleep(ms);
  } finally {
    serving.child.kill('SIGKILL');
    await serving.ended;
    close();
  }
  const sqlite = new Database(join(folder, 'powerhive.db'));
  const list = (query: string) => sqlite.prepare<[], string>(query).pluck().all();
  const miners = list('SELECT id FROM miners ORDER BY id');
  const found = list(`SELECT miner_id FROM activity WHERE event = 'miner_found' ORDER BY miner_id`);
  sqlite.close();
  return { miners, found };
}

it(
  'killed in the middle of a scan, the program has each miner together with the event of its discovery',
  async () => {
    for (const ms of [0, 50]) {
      const { miners, found } = await findAndDie(ms);
      expect(found.length).toBeGreaterThan(0);
      expect({ ms, miners }).toEqual({ ms, miners: found });
    }
  },
  limitMs() * 6,
);

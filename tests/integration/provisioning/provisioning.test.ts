import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Miner, Scan } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { makeOwnFolder, type OwnFolder } from '../../fixtures/own-folder.ts';
import { until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();
const listen = `${net}.1.1-${net}.1.2:8995`;

describe('a locked miner that several callers check at the same time', () => {
  let fleet: SimulatedFleet;
  let folder: OwnFolder;
  let serving: Serving;
  beforeAll(async () => {
    fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(listen), faults: 'wrong-password' });
    folder = makeOwnFolder('provisioning');
    const config = { network: { subnets: [listen] }, intervals: { discovery_seconds: 3600 } };
    writeFileSync(join(folder.path, 'config.json'), JSON.stringify(config));
    serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
    await until('the refused passwords', () => [0, 1].every((index) => posted(index, '/unlock') === 1));
    await until('the end of the scan', async () => (await serving.rest('GET', '/scans/last-finished')).body !== null);
  });
  afterAll(async () => {
    await serving?.stop();
    await fleet?.stop();
    folder?.remove();
  });

  const posted = (index: number, path: string): number => fleet.miners[index]?.requestCounts.get(`POST ${path}`) ?? 0;
  const idOf = (index: number): string => fleet.miners[index]?.mac.toLowerCase() ?? '';
  const miner = async (index: number): Promise<Miner> =>
    (await serving.rest('GET', `/miners/${idOf(index)}`)).body as Miner;

  /**
   * Three checks of the miner and a scan at the same time. Each response of the miner takes half a
   * second, so that all of them wait for the same login.
   */
  async function checkThrice(index: number): Promise<void> {
    const path = `/miners/${idOf(index)}`;
    const checks = Array.from({ length: 3 }, () => serving.rest('POST', `${path}/rescan`));
    const { scan_id } = (await serving.rest('POST', '/rescan', {})).body as Scan;
    await Promise.all(checks);
    await until('the end of the scan', async () => {
      const finished = (await serving.rest('GET', '/scans/last-finished')).body as Scan;
      return finished.scan_id === scan_id;
    });
  }

  it('is tried with a refused password once', async () => {
    fleet.miners[0]?.injectFault('slow=0.5');
    await checkThrice(0);
    await until('the answer', async () => posted(0, '/unlock') > 1);
    expect((await miner(0)).attention[0]?.code).toBe('api_key');
    await serving.rest('POST', `/miners/${idOf(0)}/rescan`);
    expect(posted(0, '/unlock')).toBe(2);
  });

  it('is unlocked once with a password that is added meanwhile, and given one key', async () => {
    fleet.miners[1]?.injectFault('slow=0.5');
    const password = fleet.miners[1]?.device.access.password;
    // It is tried at once, and the checks come while that login is under way.
    const added = serving.rest('POST', '/miner-passwords', { password });
    await checkThrice(1);
    expect((await added).status).toBe(201);
    await until('the key', async () => (await miner(1)).has_api_key);
    await serving.rest('POST', `/miners/${idOf(1)}/rescan`);
    expect({ unlocks: posted(1, '/unlock'), keys: posted(1, '/apikeys') }).toEqual({ unlocks: 2, keys: 1 });
  });
});

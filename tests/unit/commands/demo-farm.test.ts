import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDemoFarm } from '../../../src-main/commands/demo-farm.ts';
import { type DataFolder, dataFolder } from '../../../src-main/config/data-folder.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';

const net = await claimNet();
const FARM = { seed: 1, time_scale: 1 };
let folder: DataFolder;
beforeEach(() => {
  folder = dataFolder(mkdtempSync(join(tmpdir(), 'powerhive-demo-farm-')));
});
afterEach(() => rmSync(folder.path, { recursive: true }));

const naming = (...subnets: string[]) => writeFileSync(folder.configFile, JSON.stringify({ network: { subnets } }));

it('is that of the folder again, wherever another demo made it begin', async () => {
  naming(`${net}.1.1-${net}.1.4:8981`);
  const before = readFileSync(folder.configFile, 'utf8');
  for (const farm of [FARM, { ...FARM, miners: 4 }]) {
    const fleet = await startDemoFarm(farm, folder);
    expect(fleet.miners.map(({ host, port }) => `${host}:${port}`)).toEqual(
      [1, 2, 3, 4].map((last) => `${net}.1.${last}:8981`),
    );
    await expect(startDemoFarm(farm, folder)).rejects.toThrow(`The addresses of the demo in ${folder.path} are in use`);
    await fleet.stop();
  }
  expect(readFileSync(folder.configFile, 'utf8')).toBe(before);
});

it('is not one of another size, of which some would not be watched', async () => {
  naming(`${net}.1.1-${net}.1.4:8981`);
  await expect(startDemoFarm({ ...FARM, miners: 8 }, folder)).rejects.toThrow('has 4 miners, not 8');
});

it.each([[['192.0.2.0/24']], [[]], [['127.0.0.1', 'farm.example']]])(
  'never runs in the data folder of a farm, which names %j',
  async (subnets) => {
    naming(...subnets);
    await expect(startDemoFarm(FARM, folder)).rejects.toThrow('is the data folder of a farm, not of a demo');
  },
);

it('says of a data folder that is a file what it is, before any miner runs', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  await expect(startDemoFarm(FARM, dataFolder(join(folder.path, 'file')))).rejects.toMatchObject({ code: 'EEXIST' });
});
